package io.creel.net.afpacket;

import io.creel.net.driver.DeviceTxQueue;
import io.creel.net.driver.DriverPackets;
import io.creel.net.NicCounter;
import io.creel.net.Packet;
import io.creel.net.internal.Memory;
import io.creel.net.os.Errno;
import io.creel.net.os.Kernel;

/** Copies packets into the transmit ring and asks the kernel to send it. */
final class AfPacketTx extends DeviceTxQueue {
    /** The kernel frees buffers while it sends: after so many calls without room it needs time. */
    private static final int MAX_KICKS = 16;

    private final AfPacketNic device;
    private final AfPacketSocket socket;
    private final Kernel kernel = new Kernel();
    private int next;

    AfPacketTx(AfPacketNic nic, AfPacketSocket socket, int mtuBytes) {
        super(nic, 0, socket.ringPackets(), mtuBytes);
        device = nic;
        this.socket = socket;
    }

    @Override
    protected boolean push(Packet packet, long address, int sizeBytes) {
        long frame = socket.transmitFrame(next);
        int status = Memory.getAcquire32(frame);
        if (status != TpacketDescriptor.AVAILABLE && status != TpacketDescriptor.WRONG_FORMAT) {
            ask();
            if (Memory.getAcquire32(frame) != TpacketDescriptor.AVAILABLE) {
                return false;
            }
        }
        Memory.copy(address, frame + TpacketDescriptor.HEADER_BYTES, sizeBytes);
        Memory.setNative32(frame + TpacketDescriptor.LENGTH, sizeBytes);
        Memory.setRelease32(frame, TpacketDescriptor.SEND_REQUEST);
        next++;
        DriverPackets.complete(packet);
        return true;
    }

    @Override
    protected void reclaim() {
        // The ring has copies; every packet was completed when it was pushed.
    }

    @Override
    protected boolean drive(int pushed) {
        if (pushed > 0 || isBehind()) {
            ask();
        }
        return isUnsent(next - 1);
    }

    private boolean isUnsent(int index) {
        return Memory.getAcquire32(socket.transmitFrame(index)) == TpacketDescriptor.SEND_REQUEST;
    }

    private void ask() {
        for (int kicks = 0; kicks < MAX_KICKS; kicks++) {
            int result = kernel.kick(socket.descriptor().number());
            nic().statistics().add(NicCounter.TX_SYSTEM_CALLS, 1);
            if (result >= 0 && !isUnsent(next - 1)) {
                return;
            }
            if (result < 0 && result != -Errno.EAGAIN && result != -Errno.ENOBUFS) {
                device.examine(result);
                return;
            }
        }
    }

    @Override
    protected void abandon() {
        int unsent = 0;
        while (unsent < socket.ringPackets() && isUnsent(next - 1 - unsent)) {
            unsent++;
        }
        if (unsent > 0) {
            nic().statistics().add(NicCounter.TX_UNSENT_AT_CLOSE, unsent);
        }
        device.ended();
    }
}
