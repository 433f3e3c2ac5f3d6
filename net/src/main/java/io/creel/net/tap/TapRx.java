package io.creel.net.tap;

import io.creel.net.NicCounter;
import io.creel.net.Packet;
import io.creel.net.PacketBatch;
import io.creel.net.driver.DriverPackets;
import io.creel.net.driver.DriverRxQueue;
import io.creel.net.driver.DriverTxQueue;
import io.creel.net.driver.PoolWatch;
import io.creel.net.driver.TxBacklog;
import io.creel.net.internal.Faults;
import io.creel.net.os.Descriptor;
import io.creel.net.os.Errno;
import io.creel.net.os.Kernel;
import io.creel.net.os.Poller;
import io.creel.net.wire.EthernetDescriptor;
import org.jspecify.annotations.Nullable;

/** Reads one frame per call, directly into a packet. */
final class TapRx extends DriverRxQueue {
    private final TapNic tap;
    private final DriverTxQueue tx;
    private final TxBacklog backlog;
    private final DriverPackets inFlight;
    private final Descriptor descriptor;
    private final Kernel kernel = new Kernel();
    /** The number of the descriptor, which stays open until the end of this queue. */
    private final int number;
    private final Poller poller;
    private final PoolWatch watch;
    /** A packet taken for a read that found no frame; the next read uses it. Written by the poller. */
    private @Nullable Packet spare;

    TapRx(TapNic nic, Descriptor descriptor, DriverTxQueue tx, DriverPackets inFlight) {
        super(nic, 0);
        tap = nic;
        this.descriptor = descriptor;
        this.tx = tx;
        backlog = new TxBacklog(tx);
        this.inFlight = inFlight;
        number = descriptor.number();
        poller = new Poller(number);
        watch = new PoolWatch(this, nic.statistics(), nic.pool(), NicCounter.RX_POOL_WAITS, nic.name() + ",packets=N");
    }

    @Override
    protected int receive(PacketBatch batch, int max) {
        if (tap.isFinished()) {
            return 0;
        }
        backlog.retry();
        int count = 0;
        while (count < max) {
            if (spare == null) {
                spare = watch.lend(inFlight);
            }
            if (spare == null) {
                break;
            }
            long address = DriverPackets.bufferOf(spare) + TapNic.HEADROOM_BYTES;
            int room = tap.pool().bufferBytes() - TapNic.HEADROOM_BYTES;
            long bytes = kernel.read(descriptor.number(), address, room);
            if (bytes < 0) {
                tap.examine((int) bytes);
                break;
            }
            // A read that fills the buffer may have cut the frame, because the MTU was raised after the opening.
            if (bytes < EthernetDescriptor.HEADER_BYTES || bytes == room) {
                nic().statistics().add(NicCounter.RX_UNDELIVERABLE, 1);
                nic().statistics().add(NicCounter.RX_ABOVE_MTU, bytes == room ? 1 : 0);
                continue;
            }
            Packet packet = spare;
            inFlight.arrive(packet, address, (int) bytes, (int) bytes);
            spare = null;
            boolean delivered = false;
            try {
                DriverPackets.append(packet, batch);
                delivered = true;
                count++;
            } finally {
                if (!delivered) {
                    undeliverable(packet);
                }
            }
        }
        return count;
    }

    @Override
    public int descriptor() {
        return tap.isFinished() ? NO_DESCRIPTOR : number;
    }

    @Override
    protected long quietNs() {
        return backlog.quietNs();
    }

    @Override
    protected boolean await(long timeoutNs) {
        if (tap.isFinished()) {
            return false;
        }
        if (tx.needsFlush()) {
            tx.flush();
        }
        int events = poller.await(timeoutNs);
        if ((events & Poller.FAILED) != 0 && (events & Poller.READABLE) == 0) {
            tap.examine(-Errno.EBADFD);
        }
        return (events & Poller.READABLE) != 0;
    }

    @Override
    protected void end() {
        Faults.all(this::giveBackSpare, tap::ended);
    }

    private void giveBackSpare() {
        if (spare != null) {
            inFlight.complete(spare);
            spare = null;
        }
    }
}
