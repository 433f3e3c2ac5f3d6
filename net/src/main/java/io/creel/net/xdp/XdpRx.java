package io.creel.net.xdp;

import io.creel.net.NicCounter;
import io.creel.net.Packet;
import io.creel.net.PacketBatch;
import io.creel.net.PacketPool;
import io.creel.net.driver.DriverPackets;
import io.creel.net.driver.DriverRxQueue;
import io.creel.net.driver.DriverTxQueue;
import io.creel.net.driver.PeerOffloads;
import io.creel.net.driver.PoolWatch;
import io.creel.net.driver.TxBacklog;
import io.creel.net.internal.Faults;
import io.creel.net.internal.Memory;
import io.creel.net.os.Kernel;
import io.creel.net.os.Poller;
import org.jspecify.annotations.Nullable;

/** Takes packets out of the receive ring and keeps the fill ring full. */
final class XdpRx extends DriverRxQueue {
    /**
     * The number of empty polls between two checks of the interface; a power of two. Only a system call shows that the
     * interface was removed.
     */
    private static final int EMPTY_POLLS_PER_CHECK = 8192;
    /**
     * The number of empty polls between two reads of the completion ring; a power of two. Without transmits, no other
     * code takes back the packets that have left.
     */
    private static final int EMPTY_POLLS_PER_RECLAIM = 256;

    private final XdpNic xdp;
    private final XskSocket socket;
    private final Umem umem;
    private final DriverTxQueue tx;
    private final TxBacklog backlog;
    private final XdpGather gather;
    private final PoolWatch watch;
    private final PeerOffloads offloads;
    /** Whether only this thread drives the device, by its empty polls. */
    private final boolean busyPolling;
    private final Kernel kernel = new Kernel();
    /** The number of the descriptor, which stays open until the end of this queue. */
    private final int number;
    private final Poller poller;
    private int posted;
    private int emptyPolls;

    XdpRx(XdpNic nic, int index, XskSocket socket, Umem umem, DriverTxQueue tx, @Nullable PacketPool largePool,
            boolean busyPolling, PeerOffloads offloads) {
        super(nic, index);
        this.offloads = offloads;
        xdp = nic;
        this.socket = socket;
        this.umem = umem;
        this.tx = tx;
        backlog = new TxBacklog(tx);
        this.busyPolling = busyPolling;
        watch = new PoolWatch(this, nic.statistics(), umem.pool(), NicCounter.RX_POOL_WAITS, nic.name() + ",packets=N");
        gather = new XdpGather(largePool == null
                ? null
                : new PoolWatch(this, nic.statistics(), largePool, NicCounter.RX_POOL_EXHAUSTED,
                        nic.name() + ",large=N"),
                nic.statistics());
        number = socket.descriptor().number();
        poller = new Poller(number);
    }

    /** Gives the kernel as many chunks as the ring holds, or as are free. */
    void refill() {
        ProducerRing fill = socket.fill;
        int before = posted;
        while (posted < fill.capacity) {
            // If the kernel has no chunk left, the queue stands still.
            Packet packet = posted == 0 ? watch.lend(umem.inFlight()) : umem.inFlight().lend(umem.pool());
            if (packet == null) {
                break;
            }
            int index = DriverPackets.indexOf(packet);
            umem.hold(index);
            fill.hasRoom(1);
            Memory.setNative64(fill.next(), (long) index * umem.pool().bufferBytes());
            posted++;
        }
        if (posted != before) {
            fill.publish();
            if (fill.needsWakeup()) {
                kernel.wakeReceive(socket.descriptor().number());
            }
        }
    }

    @Override
    protected int receive(PacketBatch batch, int max) {
        if (xdp.isFinished()) {
            return 0;
        }
        backlog.retry();
        ConsumerRing ring = socket.receive;
        int available = ring.available(max);
        if (available == 0 && busyPolling) {
            check();
            available = ring.available(max);
        }
        if (available == 0) {
            idle();
            return 0;
        }
        int before = batch.size();
        int read = 0;
        try {
            while (read < available) {
                read++;
                take(ring.next(), batch);
            }
        } finally {
            ring.release();
            posted -= read;
            refill();
        }
        emptyPolls = 0;
        return batch.size() - before;
    }

    private void take(long entry, PacketBatch batch) {
        long address = umem.address(Memory.getNative64(entry));
        int lengthBytes = Memory.getNative32(entry + XdpDescriptor.DESCRIPTOR_LENGTH);
        boolean more = (Memory.getNative32(entry + XdpDescriptor.DESCRIPTOR_OPTIONS)
                & XdpDescriptor.DESCRIPTOR_CONTINUES) != 0;
        Packet packet = umem.take(Memory.getNative64(entry));
        arrive(packet, address, lengthBytes);
        packet = more || gather.isOpen() ? gather.add(packet, more) : packet;
        if (packet == null) {
            return;
        }
        boolean delivered = false;
        try {
            offloads.arrived(packet);
            DriverPackets.append(packet, batch);
            delivered = true;
        } finally {
            if (!delivered) {
                undeliverable(packet);
            }
        }
    }

    /** Delivers a packet. If the chunk cannot hold the bytes that its descriptor states, it returns to the pool. */
    private void arrive(Packet packet, long address, int lengthBytes) {
        boolean arrived = false;
        try {
            umem.inFlight().arrive(packet, address, lengthBytes, lengthBytes);
            arrived = true;
        } finally {
            if (!arrived) {
                umem.inFlight().complete(packet);
                nic().statistics().add(NicCounter.RX_UNDELIVERABLE, 1);
            }
        }
    }

    private void idle() {
        if (posted < socket.fill.capacity) {
            refill();
        }
        if ((emptyPolls & EMPTY_POLLS_PER_RECLAIM - 1) == 0) {
            tx.flush();
        }
        if ((++emptyPolls & EMPTY_POLLS_PER_CHECK - 1) == 0) {
            check();
        }
    }

    private void check() {
        xdp.examine(kernel.wakeReceive(socket.descriptor().number()));
    }

    @Override
    public int descriptor() {
        return xdp.isFinished() ? NO_DESCRIPTOR : number;
    }

    @Override
    protected boolean isReady() {
        return busyPolling || socket.receive.available(1) != 0;
    }

    @Override
    protected long quietNs() {
        long quietNs = backlog.quietNs();
        refill();
        check(); // the removal of the device ends no wait
        return socket.receive.available(1) != 0 ? 0 : quietNs;
    }

    @Override
    protected boolean await(long timeoutNs) {
        if (xdp.isFinished()) {
            return false;
        }
        if (tx.needsFlush()) {
            tx.flush();
        }
        if (socket.receive.available(1) != 0) {
            return true;
        }
        refill();
        int events = poller.await(timeoutNs);
        if (events == 0) {
            check();
        }
        return events > 0;
    }

    /** Counts the packets that were not polled; their memory is taken back with all other chunks of the kernel. */
    @Override
    protected void end() {
        Faults.all(gather::close, this::countUnread, xdp::ended);
    }

    private void countUnread() {
        int unread = socket.receive.available(Integer.MAX_VALUE);
        if (unread > 0) {
            nic().statistics().add(NicCounter.RX_UNREAD_AT_CLOSE, unread);
        }
    }
}
