package io.creel.net.tap;

import io.creel.net.driver.DeviceTxQueue;
import io.creel.net.driver.DriverPackets;
import io.creel.net.NicCounter;
import io.creel.net.Packet;
import io.creel.net.os.Descriptor;
import io.creel.net.os.Kernel;

/** Writes frame by frame; the kernel has its copy when the write returns. */
final class TapTx extends DeviceTxQueue {
    private static final int WAITING_PACKETS = 512;

    private final TapNic tap;
    private final Descriptor descriptor;
    private final Kernel kernel = new Kernel();

    TapTx(TapNic nic, Descriptor descriptor, int mtuBytes) {
        super(nic, 0, WAITING_PACKETS, mtuBytes);
        tap = nic;
        this.descriptor = descriptor;
    }

    @Override
    protected boolean push(Packet packet, long address, int sizeBytes) {
        long result = kernel.write(descriptor.number(), address, sizeBytes);
        nic().statistics().add(NicCounter.TX_SYSTEM_CALLS, 1);
        if (result < 0) {
            tap.examine((int) result);
            return false;
        }
        DriverPackets.complete(packet);
        return true;
    }

    @Override
    protected void reclaim() {
        // A packet is completed by its own write.
    }

    @Override
    protected boolean drive(int pushed) {
        return false;
    }

    @Override
    protected void abandon() {
        tap.ended();
    }
}
