package io.creel.queues;

import io.creel.core.CheckReturnValue;
import io.creel.core.Coroutine;
import io.creel.core.OwnedArgument;
import io.creel.core.StackRoom;
import io.creel.core.Stash;
import io.creel.core.ThreadBinding;
import io.creel.core.WaitResult;
import java.util.Objects;

/**
 * A channel between coroutines of one worker. An item for a receiver that waits is handed to it directly, and so is that of a
 * sender that waits, so with capacity 0 the channel is a rendezvous and an item costs one suspension, of one side. Nobody is
 * resumed in between: who wakes another runs on, and a batch of woken coroutines is drained later.
 *
 * <p>
 * Threads: one, see {@link io.creel.core.ThreadBinding}. First come, first served on both sides; an item that a cancelled receiver leaves behind goes to the
 * front. Every operation is O(1); nothing is allocated in steady state.
 *
 * @param <T>
 *            the items; never {@code null}
 */
public final class LocalChannel<T> extends Channel<T> {
    /** The largest capacity. */
    public static final int MAX_CAPACITY = 1 << 26;

    private final Use use;
    private final ThreadBinding binding;
    private final int capacity;
    private final Stash ready;
    final Parking.Queue receivers = new Parking.Queue();
    final Parking.Queue senders = new Parking.Queue();
    private final ItemRing<T> items;
    private Parking free;
    private boolean closed;
    /** How many threads have given it up. Written by each of them. */
    private int handOvers;

    /**
     * Makes an empty channel.
     *
     * @param name
     *            what error messages and dumps call it
     * @param capacity
     *            how many items fit while nobody receives, 0 to {@link #MAX_CAPACITY}
     * @param ready
     *            where woken coroutines go
     */
    public LocalChannel(String name, int capacity, Stash ready) {
        super(name);
        if (capacity < 0 || capacity > MAX_CAPACITY) {
            throw new IllegalArgumentException("channel capacity out of bounds: channel=" + name + ", capacity="
                    + capacity + ", least=0, most=" + MAX_CAPACITY);
        }
        use = new Use("channel", name);
        binding = new ThreadBinding(this, "channel", "a SharedChannel");
        this.capacity = capacity;
        this.ready = Objects.requireNonNull(ready, "ready");
        items = new ItemRing<>(capacity);
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public int size() {
        return items.size();
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public boolean isFinished() {
        return closed && items.size() == 0;
    }

    @CheckReturnValue
    @Override
    public boolean send(T item) {
        return send(item, Remaining.FOR_EVER);
    }

    @Override
    public boolean send(T item, long timeoutNs) {
        StackRoom.requireTwice();
        if (trySend(item)) {
            return true;
        }
        if (closed || timeoutNs <= 0) {
            return false;
        }
        Parking parking = borrow(senders);
        Parking.Clause clause = parking.clauses[0];
        clause.item = item;
        try {
            untilWoken(parking, timeoutNs);
            return clause.item == null;
        } finally {
            clause.item = null;
            giveBack(parking);
        }
    }

    @CheckReturnValue
    @Override
    public T receive() {
        return receive(Remaining.FOR_EVER);
    }

    @Override
    public T receive(long timeoutNs) {
        StackRoom.requireTwice();
        T item = tryReceive();
        if (item != null || closed || timeoutNs <= 0) {
            return item;
        }
        Parking parking = borrow(receivers);
        Parking.Clause clause = parking.clauses[0];
        try {
            untilWoken(parking, timeoutNs);
            item = taken(clause);
            return item;
        } finally {
            if (item == null) {
                leave(clause);
            }
            giveBack(parking);
        }
    }

    @CheckReturnValue
    @Override
    public boolean trySend(T item) {
        StackRoom.require();
        Objects.requireNonNull(item, "item");
        binding.check("send");
        assert use.begin("send");
        try {
            return !closed && accept(item);
        } finally {
            assert use.end();
        }
    }

    private boolean accept(T item) {
        OwnedArgument.handOver(item);
        boolean in = false;
        try {
            in = hand(item);
            if (!in && items.size() < capacity) {
                items.addLast(item);
                in = true;
            }
            return in;
        } finally {
            if (!in) {
                OwnedArgument.takeBack(item);
            }
        }
    }

    @CheckReturnValue
    @Override
    @SuppressWarnings("unchecked")
    public T tryReceive() {
        StackRoom.require();
        binding.check("receive");
        assert use.begin("receive");
        try {
            Parking.Clause sender = wakeFirst(senders);
            if (sender != null) {
                OwnedArgument.handOver(sender.item);
                items.addLast((T) sender.item);
                sender.item = null;
            }
            return items.pollFirst();
        } finally {
            assert use.end();
        }
    }

    @Override
    public void close() {
        StackRoom.require();
        binding.check("close");
        assert use.begin("close");
        try {
            closed = true;
            while (wakeFirst(receivers) != null || wakeFirst(senders) != null) {
                // each finds out by itself: a receiver without an item, a sender that still has its own
            }
        } finally {
            assert use.end();
        }
    }

    /** Where woken coroutines go. */
    Stash ready() {
        return ready;
    }

    /** For tests: what an operation does while another one runs. */
    Use use() {
        return use;
    }

    /** What a receiver got, which is its own from now on. */
    @SuppressWarnings("unchecked")
    T taken(Parking.Clause receiver) {
        T item = (T) receiver.item;
        receiver.item = null;
        return item;
    }

    /** A receiver goes away, cancelled; what it was handed is for others. */
    void leave(Parking.Clause receiver) {
        if (receiver.item == null) {
            return;
        }
        binding.check("leave");
        T item = taken(receiver);
        boolean handed = false;
        try {
            handed = hand(item);
        } finally {
            if (!handed) {
                items.addFirst(item);
            }
        }
    }

    private boolean hand(T item) {
        Parking.Clause receiver = wakeFirst(receivers);
        if (receiver == null) {
            return false;
        }
        receiver.item = item;
        return true;
    }

    /** Puts the first that waits into the ready stash; returns its clause, or {@code null} where nobody waits. */
    private Parking.Clause wakeFirst(Parking.Queue queue) {
        for (Parking.Clause first = queue.first(); first != null; first = queue.first()) {
            if (first.parking.wake(first.parking.extract(), ready)) {
                first.parking.fired = first;
                return first;
            }
        }
        return null;
    }

    /**
     * Waits until a channel has woken it, or the time, more than 0, is up: nothing else that takes it out of its parking is an
     * answer.
     */
    static void untilWoken(Parking parking, long timeoutNs) {
        long sinceNs = Remaining.sinceNs(timeoutNs);
        long leftNs = timeoutNs;
        do {
            if (leftNs == Remaining.FOR_EVER) {
                Coroutine.await(parking);
            } else if (Coroutine.await(parking, leftNs) == WaitResult.TIMED_OUT) {
                return;
            }
            leftNs = Remaining.ns(timeoutNs, sinceNs);
        } while (parking.fired == null);
    }

    private Parking borrow(Parking.Queue queue) {
        Parking parking = free;
        if (parking == null) {
            parking = new Parking("channel " + name(), 1, ready);
        } else {
            free = parking.nextFree;
        }
        parking.clauses[0].queue = queue;
        return parking;
    }

    /** Not on another thread, to which a roaming coroutine may have gone meanwhile. */
    private void giveBack(Parking parking) {
        if (binding.isHere()) {
            parking.nextFree = free;
            free = parking;
        }
    }

    /** Before a select waits here. */
    void checkThread() {
        binding.check("select");
    }

    /**
     * Gives the channel, with the coroutines that wait in it, to the next thread that uses it; see {@link ThreadBinding#handOver}. The
     * stash of woken coroutines is handed over apart. A waiting coroutine whose time is up meanwhile, or that is cancelled, goes on
     * when the channel wakes it.
     *
     * @throws IllegalStateException
     *             if another thread uses it
     */
    public void handOver() {
        binding.check("hand-over");
        receivers.handOver();
        senders.handOver();
        for (Parking pooled = free; pooled != null; pooled = pooled.nextFree) {
            pooled.handOver();
        }
        handOvers++;
        binding.handOver();
    }

    /** How many threads have given it up. On the thread that uses it. */
    int handOvers() {
        return handOvers;
    }
}
