package io.creel.queues;

import io.creel.core.CheckReturnValue;
import io.creel.core.Coroutine;
import io.creel.core.OwnedArgument;
import io.creel.core.StackRoom;
import io.creel.core.Stash;
import io.creel.core.ThreadBinding;
import io.creel.core.WaitResult;
import io.creel.core.spec.Suspends;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A channel between coroutines of one worker. A sender hands its item directly to a waiting receiver, and a receiver
 * takes the item of a waiting sender directly. So with capacity 0 the channel is a rendezvous, and an item costs one
 * suspension, of one side. A coroutine that wakes another runs on; the worker resumes the woken coroutines later, in a
 * batch.
 *
 * <p>
 * Threads: one, see {@link io.creel.core.ThreadBinding}. First come, first served on both sides; an item that a
 * cancelled receiver leaves behind goes to the front. Every operation is O(1); nothing is allocated in steady state.
 *
 * @param <T> the type of the items, which are never {@code null}
 */
public final class LocalChannel<T> extends Channel<T> {
    /** The largest capacity, in items. */
    public static final int MAX_CAPACITY = 1 << 26;

    private final OverlapCheck use;
    private final ThreadBinding binding;
    private final int capacity;
    private final Stash ready;
    final Parking.ClauseQueue receivers = new Parking.ClauseQueue();
    final Parking.ClauseQueue senders = new Parking.ClauseQueue();
    private final ItemRing<T> items;
    private @Nullable Parking free;
    private boolean closed;
    /** How many threads have handed this channel over. Written by each of these threads. */
    private int handOvers;

    /**
     * Makes an empty channel.
     *
     * @param name the name in error messages and dumps
     * @param capacity how many items fit while no receiver takes any, 0 to {@link #MAX_CAPACITY}
     * @param ready the stash that woken coroutines are pushed into
     */
    public LocalChannel(String name, int capacity, Stash ready) {
        super(name);
        if (capacity < 0 || capacity > MAX_CAPACITY) {
            throw new IllegalArgumentException("channel capacity out of bounds: channel=" + name + ", capacity="
                    + capacity + ", least=0, most=" + MAX_CAPACITY);
        }
        use = new OverlapCheck("channel", name);
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
        return send(item, RemainingTime.FOR_EVER);
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
    public @Nullable T receive() {
        return receive(RemainingTime.FOR_EVER);
    }

    @Override
    public @Nullable T receive(long timeoutNs) {
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
    @SuppressWarnings({"unchecked", "NullAway"}) // a waiting sender has an item
    public @Nullable T tryReceive() {
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
                // each woken coroutine finds out by itself: a receiver has no item, a sender still has its own
            }
        } finally {
            assert use.end();
        }
    }

    /** Returns the stash that woken coroutines are pushed into. */
    Stash ready() {
        return ready;
    }

    /** Returns the overlap check, for tests that hold it during another operation. */
    OverlapCheck use() {
        return use;
    }

    /** Takes the item that was handed to a receiver; the caller owns it from then on. */
    @SuppressWarnings("unchecked")
    @Nullable
    T taken(Parking.Clause receiver) {
        T item = (T) receiver.item;
        receiver.item = null;
        return item;
    }

    /** Removes a cancelled receiver and gives an item that it was handed to other receivers. */
    @SuppressWarnings("NullAway") // a receiver that was woken has an item
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

    /** Pushes the first waiter into the ready stash. Returns its clause, or {@code null} if none waits. */
    @SuppressWarnings("NullAway") // the parking of a waiting clause has a coroutine
    private Parking.@Nullable Clause wakeFirst(Parking.ClauseQueue queue) {
        for (Parking.Clause first = queue.first(); first != null; first = queue.first()) {
            if (first.parking.wake(first.parking.extract(), ready)) {
                first.parking.fired = first;
                return first;
            }
        }
        return null;
    }

    /**
     * Waits until a channel wakes the coroutine or the time-out, which is positive, ends. A resume from anywhere else
     * does not end the wait.
     */
    @Suspends
    static void untilWoken(Parking parking, long timeoutNs) {
        long sinceNs = RemainingTime.sinceNs(timeoutNs);
        long leftNs = timeoutNs;
        do {
            if (leftNs == RemainingTime.FOR_EVER) {
                Coroutine.await(parking);
            } else if (Coroutine.await(parking, leftNs) == WaitResult.TIMED_OUT) {
                return;
            }
            leftNs = RemainingTime.ns(timeoutNs, sinceNs);
        } while (parking.fired == null);
    }

    private Parking borrow(Parking.ClauseQueue queue) {
        Parking parking = free;
        if (parking == null) {
            parking = new Parking("channel " + name(), 1, ready);
        } else {
            free = parking.nextFree;
        }
        parking.clauses[0].queue = queue;
        return parking;
    }

    /** Returns a parking to the pool, unless the coroutine has roamed to another thread meanwhile. */
    private void giveBack(Parking parking) {
        if (binding.isHere()) {
            parking.nextFree = free;
            free = parking;
        }
    }

    /** Checks the thread, before a select waits here. */
    void checkThread() {
        binding.check("select");
    }

    /**
     * Hands the channel, with the coroutines that wait in it, over to the next thread that uses it; see
     * {@link ThreadBinding#handOver}. The ready stash needs a hand-over of its own. If the time-out of a waiting
     * coroutine ends or the coroutine is cancelled meanwhile, it resumes when the channel wakes it.
     *
     * @throws IllegalStateException if another thread uses it
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

    /** Returns how many threads have handed this channel over. Called on the thread that uses the channel. */
    int handOvers() {
        return handOvers;
    }
}
