package io.creel.ip.host;

import io.creel.core.Body;
import io.creel.core.CheckReturnValue;
import io.creel.core.spec.Acquires;
import io.creel.core.spec.Result;
import io.creel.core.spec.Suspends;
import io.creel.core.spec.Transfers;
import io.creel.core.spec.Unchecked;
import io.creel.ip.HomeStash;
import io.creel.ip.HostCounter;
import io.creel.ip.HostCounters;
import io.creel.ip.neighbour.NeighbourNews;
import io.creel.ip.neighbour.NeighbourTable;
import io.creel.net.Packet;
import io.creel.net.PacketConsumer;
import io.creel.net.PacketPool;
import io.creel.queues.SharedChannel;
import org.jspecify.annotations.Nullable;

/**
 * What the other queues of a host have for one: frames that it serves, and news of neighbours. Both are bounded, by
 * {@link #FRAMES} and {@link #NEWS}; what finds no room is the sender's to count.
 *
 * <p>
 * Any thread puts in; the worker of the queue takes out. Frames are polled, as those of a receive queue are. News are
 * taken by a coroutine that waits for them at that worker. A frame also wakes that coroutine, and with it a worker that
 * sleeps, which then polls. Allocates nothing.
 */
final class QueueInbox implements Body<Object> {
    /** Most frames that wait to be polled. */
    static final int FRAMES = 1024;
    /** Most pieces of news that wait. */
    static final int NEWS = 256;

    private static final NeighbourNews.Kind[] KINDS = NeighbourNews.Kind.values();
    private static final Object FRAMES_WAIT = new Object();
    private static final int KIND = 0;
    private static final int MAC = 8;
    private static final int HIGH = 16;
    private static final int LOW = 24;
    private static final int NEWS_BYTES = 32;

    private final HostCounters counters;
    private final NeighbourTable neighbours;
    private final SharedChannel<Packet> frames;
    private final SharedChannel<Object> news;

    QueueInbox(int queue, NeighbourTable neighbours, HostCounters counters) {
        this.neighbours = neighbours;
        this.counters = counters;
        var home = new HomeStash("home of the inbox of queue " + queue);
        frames = new SharedChannel<>("frames for queue " + queue, FRAMES, 1, home, home);
        news = new SharedChannel<>("news for queue " + queue, NEWS, 1, home, home);
    }

    /** Puts a frame in; false if there is no room or the queue is closed. */
    @CheckReturnValue
    @Unchecked("rings after the frame is in; a signal throws nothing")
    boolean offer(@Transfers(when = Result.TRUE) Packet frame) {
        if (!frames.trySend(frame)) {
            return false;
        }
        boolean rings = news.trySend(FRAMES_WAIT);
        assert rings || news.size() > 0 || news.isClosed(); // full of wake-ups that are still to come
        return true;
    }

    /** Puts a piece of news in; false if no packet is free to write it into, or there is no room. */
    @CheckReturnValue
    boolean offer(PacketPool pool, NeighbourNews.Kind how, long high, long low, long macAddress) {
        Packet packet = pool.allocate();
        if (packet == null) {
            return false;
        }
        packet.resize(NEWS_BYTES);
        packet.set64(KIND, how.ordinal());
        packet.set64(MAC, macAddress);
        packet.set64(HIGH, high);
        packet.set64(LOW, low);
        if (news.trySend(packet)) {
            return true;
        }
        packet.release();
        return false;
    }

    /** Passes frames to a consumer; one that it refuses, or throws at, is counted and released. */
    @Unchecked("a frame of another queue is as raw as one of the NIC, which a channel cannot say")
    int poll(int max, PacketConsumer consumer) {
        int count = 0;
        for (Packet frame = next(max, count); frame != null; frame = next(max, count)) {
            count++;
            boolean taken = false;
            try {
                taken = consumer.accept(frame);
            } finally {
                if (!taken) {
                    unread(frame);
                }
            }
        }
        return count;
    }

    @Acquires(when = Result.NON_NULL)
    private @Nullable Packet next(int max, int count) {
        return count < max ? frames.tryReceive() : null;
    }

    private void unread(@Transfers Packet frame) {
        counters.count(HostCounter.RX_FRAMES);
        counters.end(frame, HostCounter.STEERED_UNREAD);
    }

    @Override
    @Suspends
    @Unchecked("a piece of news is a packet that the channel owns, beside what only rings")
    public void run(Object nothing) {
        for (Object next = news.receive(); next != null; next = news.receive()) {
            if (next != FRAMES_WAIT) {
                learn((Packet) next);
            }
        }
    }

    private void learn(@Transfers(onException = true) Packet packet) {
        NeighbourNews.Kind how = KINDS[(int) packet.get64(KIND)];
        long high = packet.get64(HIGH);
        long low = packet.get64(LOW);
        long macAddress = packet.get64(MAC);
        packet.release();
        neighbours.learn(how, high, low, macAddress);
    }

    /** {@return how many frames wait} */
    int waiting() {
        return frames.size();
    }

    /** Refuses what comes from now on, counts and releases what waits, and ends the coroutine at its next turn. */
    void close() {
        frames.close();
        while (!frames.isFinished()) {
            Packet frame = frames.tryReceive();
            if (frame == null) {
                Thread.onSpinWait(); // a sender is in the middle of its send
            } else {
                unread(frame);
            }
        }
        news.discard();
    }
}
