package io.creel.net.tap;

import io.creel.net.NicCounter;
import io.creel.net.Packet;
import io.creel.net.driver.DriverPackets;
import io.creel.net.driver.TxDevice;
import io.creel.net.os.Descriptor;
import io.creel.net.os.Kernel;
import org.jspecify.annotations.Nullable;

/** Writes one frame per call; the kernel has its copy when the write returns. */
final class TapTx implements TxDevice {
    static final int WAITING_PACKETS = 512;

    private final TapNic nic;
    private final Descriptor descriptor;
    private final DriverPackets inFlight;
    private final Kernel kernel = new Kernel();

    TapTx(TapNic nic, Descriptor descriptor, DriverPackets inFlight) {
        this.nic = nic;
        this.descriptor = descriptor;
        this.inFlight = inFlight;
    }

    @Override
    public @Nullable NicCounter transmit(Packet packet, long address, int sizeBytes) {
        long result = kernel.write(descriptor.number(), address, sizeBytes);
        nic.statistics().add(NicCounter.TX_SYSTEM_CALLS, 1);
        if (result < 0) {
            nic.examine((int) result);
            return NicCounter.TX_REFUSED_RING_FULL;
        }
        inFlight.complete(packet);
        return null;
    }

    @Override
    public void end() {
        nic.ended();
    }
}
