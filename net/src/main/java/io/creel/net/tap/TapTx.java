package io.creel.net.tap;

import io.creel.net.CombiningTxQueue;
import io.creel.net.DriverPackets;
import io.creel.net.Packet;
import io.creel.net.os.Descriptor;
import io.creel.net.os.Kernel;

/** Writes frame by frame; the kernel has its copy when the write returns. */
final class TapTx extends CombiningTxQueue {
    private static final int WAITING_PACKETS = 512;

    private final TapNic tap;
    private final Descriptor descriptor;
    private final Kernel kernel = new Kernel();
    /** The kernel took no more, or the link is down. Written by the server, read by the receiving thread. */
    private volatile boolean behind;

    TapTx(TapNic nic, Descriptor descriptor, int mtuBytes) {
        super(nic, 0, WAITING_PACKETS, mtuBytes);
        tap = nic;
        this.descriptor = descriptor;
    }

    boolean isBehind() {
        return behind;
    }

    void catchUp() {
        service();
    }

    @Override
    protected boolean push(Packet packet, long address, int sizeBytes) {
        long result = kernel.write(descriptor.number(), address, sizeBytes);
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
    protected void kick(int pushed) {
        boolean isBehind = isWaiting();
        if (isBehind != behind) {
            behind = isBehind;
        }
    }

    void gone() {
        refuse();
    }

    void close() {
        closeTransmit();
    }

    @Override
    protected void abandon() {
        // The device holds nothing of ours.
    }
}
