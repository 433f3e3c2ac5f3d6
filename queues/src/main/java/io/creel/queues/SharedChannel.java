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

/**
 * A channel between coroutines of several workers. Items pass through a queue of JCTools; a wake-up is only a hint that
 * another look is worth while, so whoever runs first may take the item, and a woken coroutine that comes too late waits again.
 *
 * <p>
 * <b>No wake-up is lost.</b> A sender puts its item in and then looks for a waiting receiver; a receiver queues its ticket and
 * then looks for an item. Each first step is a compare-and-set and each second a volatile read, so at least one of the two
 * sees the other (rule 1). A hint given to a coroutine that leaves without using it, cancelled or served by another channel
 * of its select, is passed on (rule 2). Senders that wait for room are the mirror image.
 *
 * <p>
 * <b>The state word</b> counts the sends that are on their way in, beside a bit that says closed; a channel is finished when it
 * is closed, none is on its way (rule 3), and it is empty. Whoever makes the count zero in a closed channel wakes everyone.
 *
 * <pre>
 *   31     30    29                          0
 * +----+--------+------------------------------+
 * | 0  | closed | sends on their way in        |
 * +----+--------+------------------------------+
 * </pre>
 *
 * <p>
 * Threads: any; send and receive from inside a coroutine. Progress: no lock, that of {@link MpmcStash}. Order: items first in
 * first out; coroutines are woken first come first, but one that does not wait may overtake. O(1); nothing is allocated after
 * it is made.
 *
 * @param <T>
 *            the items; never {@code null}
 */
public final class SharedChannel<T> extends Channel<T> {
    /** The largest capacity, and the largest number of coroutines that wait at one side. */
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
     * @param name
     *            what error messages and dumps call it
     * @param capacity
     *            how many items fit, 2 to {@link #MAX_CAPACITY}; rounded up to a power of two
     * @param mostWaiting
     *            how many coroutines wait at each side at most, 1 to {@link #MAX_CAPACITY}; a further one gets an exception
     * @param readySenders
     *            where woken senders go; a stash that any thread may push into
     * @param readyReceivers
     *            where woken receivers go; a stash that any thread may push into
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
        return send(item, Remaining.FOR_EVER);
    }

    @Override
    public boolean send(T item, long timeoutNs) {
        StackRoom.requireTwice();
        if (trySend(item)) {
            return true;
        }
        long sinceNs = Remaining.sinceNs(timeoutNs);
        for (long leftNs = timeoutNs; leftNs > 0 && !isClosed(); leftNs = Remaining.ns(timeoutNs, sinceNs)) {
            await(senders, leftNs);
            if (trySend(item)) {
                return true;
            }
        }
        return false;
    }

    @CheckReturnValue
    @Override
    public T receive() {
        return receive(Remaining.FOR_EVER);
    }

    /** Looks once more after the time is up: a waiter that was given an item's wake-up uses it, so that no other waits in vain. */
    @Override
    public T receive(long timeoutNs) {
        StackRoom.requireTwice();
        boolean last = state == CLOSED; // before the look, rule 3
        T item = tryReceive();
        if (item != null || last) {
            return item;
        }
        long sinceNs = Remaining.sinceNs(timeoutNs);
        long leftNs = timeoutNs;
        while (item == null && !last && leftNs > 0) {
            await(receivers, leftNs);
            last = state == CLOSED;
            item = tryReceive();
            leftNs = Remaining.ns(timeoutNs, sinceNs);
        }
        return item;
    }

    private void await(ChannelWaitQueue queue, long timeoutNs) {
        boolean resumed = false;
        try {
            if (timeoutNs == Remaining.FOR_EVER) {
                Coroutine.await(queue);
            } else {
                Coroutine.transfer(queue, timeoutNs); // not await: the queue hands it on to a parking, which can be taken from
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
    public T tryReceive() {
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

    /** Wakes those who wait for what is there; for who may have kept a hint from them. */
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
            // each looks for itself
        }
    }
}
