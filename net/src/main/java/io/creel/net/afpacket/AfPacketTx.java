package io.creel.net.afpacket;

import io.creel.net.NicCounter;
import io.creel.net.Packet;
import io.creel.net.driver.DriverPackets;
import io.creel.net.driver.TxDevice;
import io.creel.net.internal.Faults;
import io.creel.net.internal.Memory;
import io.creel.net.os.Errno;
import io.creel.net.os.Kernel;
import org.jspecify.annotations.Nullable;

/** Copies packets into the transmit ring and asks the kernel to send the ring. */
final class AfPacketTx implements TxDevice {
    /**
     * The number of calls without progress after which the driver gives the kernel time; the kernel frees buffers while
     * it sends.
     */
    private static final int MAX_CALLS = 16;

    private final AfPacketNic nic;
    private final AfPacketSocket socket;
    private final Kernel kernel = new Kernel();
    private final DriverPackets inFlight;
    private int next;
    /** Whether the kernel has not yet sent all frames of the ring. Written by the serving thread. */
    private boolean unsent;

    AfPacketTx(AfPacketNic nic, AfPacketSocket socket, DriverPackets inFlight) {
        this.nic = nic;
        this.socket = socket;
        this.inFlight = inFlight;
    }

    @Override
    public @Nullable NicCounter transmit(Packet packet, long address, int sizeBytes) {
        long frame = socket.transmitFrame(next);
        int status = Memory.getAcquire32(frame);
        if (status != TpacketDescriptor.AVAILABLE && status != TpacketDescriptor.WRONG_FORMAT) {
            flush();
            if (Memory.getAcquire32(frame) != TpacketDescriptor.AVAILABLE) {
                return NicCounter.TX_REFUSED_RING_FULL;
            }
        }
        Memory.copy(address, frame + TpacketDescriptor.HEADER_BYTES, sizeBytes);
        Memory.setNative32(frame + TpacketDescriptor.LENGTH, sizeBytes);
        Memory.setRelease32(frame, TpacketDescriptor.SEND_REQUEST);
        next++;
        inFlight.complete(packet);
        return null;
    }

    @Override
    public boolean flush(int packets) {
        if (packets > 0 || unsent) {
            flush();
        }
        unsent = isUnsent(next - 1);
        return unsent;
    }

    private boolean isUnsent(int index) {
        return Memory.getAcquire32(socket.transmitFrame(index)) == TpacketDescriptor.SEND_REQUEST;
    }

    /** Asks the kernel to send the ring. */
    private void flush() {
        for (int calls = 0; calls < MAX_CALLS; calls++) {
            int result = kernel.wakeTransmit(socket.descriptor().number());
            nic.statistics().add(NicCounter.TX_SYSTEM_CALLS, 1);
            if (result >= 0 && !isUnsent(next - 1)) {
                return;
            }
            if (result < 0 && result != -Errno.EAGAIN && result != -Errno.ENOBUFS) {
                nic.examine(result);
                return;
            }
        }
    }

    @Override
    public void end() {
        Faults.all(this::countUnsent, nic::ended);
    }

    private void countUnsent() {
        int unsent = 0;
        while (unsent < socket.ringPackets() && isUnsent(next - 1 - unsent)) {
            unsent++;
        }
        if (unsent > 0) {
            nic.statistics().add(NicCounter.TX_UNSENT_AT_CLOSE, unsent);
        }
    }
}
