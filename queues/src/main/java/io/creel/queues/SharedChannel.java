package io.creel.queues;

import io.creel.core.CheckReturnValue;
import io.creel.core.Coroutine;
import io.creel.core.OwnedArgument;
import io.creel.core.StackRoom;
import io.creel.core.Stash;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.jctools.queues.varhandle.MpmcVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * A channel between coroutines of several workers. Items pass through a queue of JCTools. A wake-up is only a hint that
 * another attempt may succeed: the coroutine that runs first takes the item, and a woken coroutine that comes too late
 * waits again.
 *
 * <p>
 * <b>No wake-up is lost.</b> A sender puts its item in and then looks for a waiting receiver; a receiver queues its
 * ticket and then looks for an item. Each first step is a compare-and-set and each second step a volatile read, so at
 * least one of the two sees the other (rule 1). A coroutine that was woken and leaves without using the hint, cancelled
 * or served by another channel of its select, passes the hint on (rule 2). The same holds, mirrored, for senders that
 * wait for room.
 *
 * <p>
 * <b>The state word</b> counts the sends that are on their way in, beside a bit that says closed. A channel is finished
 * when it is closed, no send is on its way in (rule 3), and it is empty. The send that makes the count zero in a closed
 * channel wakes all waiters.
 *
 * <pre>
 *   31     30    29                          0
 * +----+--------+------------------------------+
 * | 0  | closed | sends on their way in        |
 * +----+--------+------------------------------+
 * </pre>
 *
 * <p>
 * Threads: any; send and receive are called inside a coroutine. Progress: no lock; that of {@link MpmcStash}. Order:
 * items first in first out; waiting coroutines are woken in the order they came, but one that does not need to wait may
 * overtake them. O(1); nothing is allocated after construction.
 *
 * @param <T> the type of the items, which are never {@code null}
 */
public final class SharedChannel<T> extends Channel<T> {
    /** The largest capacity, in items, and the largest number of coroutines that wait at one side. */
    public static final int MAX_CAPACITY = 1 << 26;

    private static final int CLOSED = 1 << 30;
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(SharedChannel.class, "state", int.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final MpmcVarHandleArrayQueue<T> items;
    private final ChannelWaitQueue receivers;
    private final ChannelWaitQueue senders;
    private volatile int state;

    /**
     * Makes an empty channel.
     *
     * @param name the name in error messages and dumps
     * @param capacity how many items fit, 2 to {@link #MAX_CAPACITY}; rounded up to a power of two
     * @param mostWaiting how many coroutines may wait at each side, 1 to {@link #MAX_CAPACITY}; a further one gets an
     *        {@link IllegalStateException}
     * @param readySenders receives woken senders; a stash that any thread may push into
     * @param readyReceivers receives woken receivers; a stash that any thread may push into
     */
    @SuppressWarnings("this-escape") // the queues keep references and call nothing yet
    public SharedChannel(String name, int capacity, int mostWaiting, Stash readySenders, Stash readyReceivers) {
        super(name);
        if (capacity < 2 || capacity > MAX_CAPACITY || mostWaiting < 1 || mostWaiting > MAX_CAPACITY) {
            throw new IllegalArgumentException("channel out of bounds: channel=" + name + ", capacity=" + capacity
                    + ", least=2, mostWaiting=" + mostWaiting + ", least=1, most=" + MAX_CAPACITY);
        }
        items = new MpmcVarHandleArrayQueue<>(capacity);
        receivers = new ChannelWaitQueue(this, mostWaiting, Objects.requireNonNull(readyReceivers, "readyReceivers"),
                this::hasItem);
        senders = new ChannelWaitQueue(this, mostWaiting, Objects.requireNonNull(readySenders, "readySenders"),
                this::hasRoom);
    }

    @Override
    public int capacity() {
        return items.capacity();
    }

    @Override
    public int size() {
        return items.size();
    }

    @Override
    public boolean isClosed() {
        return (state & CLOSED) != 0;
    }

    @Override
    public boolean isFinished() {
        return state == CLOSED && items.isEmpty(); // in this order, rule 3
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
        long sinceNs = RemainingTime.sinceNs(timeoutNs);
        for (long leftNs = timeoutNs; leftNs > 0 && !isClosed(); leftNs = RemainingTime.ns(timeoutNs, sinceNs)) {
            await(senders, leftNs);
            if (trySend(item)) {
                return true;
            }
        }
        return false;
    }

    @CheckReturnValue
    @Override
    public @Nullable T receive() {
        return receive(RemainingTime.FOR_EVER);
    }

    /**
     * Receives with a time-out. After the time-out has ended it looks once more, so that a coroutine that was woken for
     * an item takes the item and no other coroutine waits in vain.
     */
    @Override
    public @Nullable T receive(long timeoutNs) {
        StackRoom.requireTwice();
        boolean last = state == CLOSED; // before the look, rule 3
        T item = tryReceive();
        if (item != null || last) {
            return item;
        }
        long sinceNs = RemainingTime.sinceNs(timeoutNs);
        long leftNs = timeoutNs;
        while (item == null && !last && leftNs > 0) {
            await(receivers, leftNs);
            last = state == CLOSED;
            item = tryReceive();
            leftNs = RemainingTime.ns(timeoutNs, sinceNs);
        }
        return item;
    }

    private void await(ChannelWaitQueue queue, long timeoutNs) {
        boolean resumed = false;
        try {
            if (timeoutNs == RemainingTime.FOR_EVER) {
                Coroutine.await(queue);
            } else {
                // not an await: the queue hands the coroutine on to a parking, from which it can be taken out
                Coroutine.transfer(queue, timeoutNs);
            }
            resumed = true;
        } finally {
            if (!resumed) {
                wakeMissed(); // rule 2
            }
        }
    }

    @CheckReturnValue
    @Override
    public boolean trySend(T item) {
        StackRoom.require();
        Objects.requireNonNull(item, "item");
        if (isClosed()) {
            return false;
        }
        OwnedArgument.handOver(item); // before a receiver can see it
        boolean in = ((int) STATE.getAndAdd(this, 1) & CLOSED) == 0 && items.offer(item);
        if ((int) STATE.getAndAdd(this, -1) == CLOSED + 1) {
            wakeAll(receivers);
        }
        if (in) {
            receivers.wakeOne(); // rule 1
        } else {
            OwnedArgument.takeBack(item);
        }
        return in;
    }

    @CheckReturnValue
    @Override
    public @Nullable T tryReceive() {
        StackRoom.require();
        T item = items.poll();
        if (item != null) {
            senders.wakeOne();
        }
        return item;
    }

    @Override
    public void close() {
        StackRoom.require();
        STATE.getAndBitwiseOr(this, CLOSED);
        wakeAll(senders);
        wakeAll(receivers);
    }

    ChannelWaitQueue senders() {
        return senders;
    }

    ChannelWaitQueue receivers() {
        return receivers;
    }

    /**
     * Wakes waiters for the items and the room that are there. Called by a coroutine that may have used up a hint meant
     * for another.
     */
    void wakeMissed() {
        if (hasItem()) {
            receivers.wakeOne();
        }
        if (hasRoom()) {
            senders.wakeOne();
        }
    }

    boolean hasItem() {
        return !items.isEmpty() || state == CLOSED;
    }

    boolean hasRoom() {
        return items.size() < items.capacity() || isClosed();
    }

    private static void wakeAll(ChannelWaitQueue queue) {
        while (queue.wakeOne()) {
            // each woken coroutine looks for itself
        }
    }
}
