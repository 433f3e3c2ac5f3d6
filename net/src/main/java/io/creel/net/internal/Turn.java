package io.creel.net.internal;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Admits one caller at a time, and one close behind the last of them, without waiting.
 *
 * <pre>
 *             enter               close
 *     FREE ------------&gt; BUSY ------------&gt; BUSY | CLOSED
 *      ^ |      exit      |                     |  exit: true
 *      | +----------------+                     v
 *      |       close: true                    CLOSED
 *      +--------------------------------------&gt;
 * </pre>
 *
 * <p>
 * Exactly one call of {@link #close()} or {@link #exit()} returns {@code true}, and its caller does the work of the
 * close: it sees the writes of every earlier caller, and no later caller is admitted. Threads: any. Two atomic updates
 * per use.
 */
public final class Turn {
    private static final int FREE = 0;
    private static final int BUSY = 1;
    private static final int CLOSED = 2;

    private final AtomicInteger state = new AtomicInteger();

    /** Makes a turn that is free. */
    public Turn() {
    }

    /**
     * Takes the turn. The caller must {@link #exit()} if this method returns {@code true}.
     *
     * @param queue the object that the turn guards, for the message
     * @return {@code false} if the turn is closed
     * @throws IllegalStateException if another caller has the turn
     */
    public boolean enter(Object queue) {
        return state.compareAndSet(FREE, BUSY) || refused(queue);
    }

    /**
     * Takes the turn if it is free.
     *
     * @return {@code false} if another caller has it, or if it is closed
     */
    public boolean tryEnter() {
        return state.compareAndSet(FREE, BUSY);
    }

    private boolean refused(Object queue) {
        if ((state.get() & CLOSED) == 0) {
            throw new IllegalStateException("used by two callers at once: queue=" + queue
                    + "; one thread at a time polls it, and not from within the consumer of its own poll");
        }
        return false;
    }

    /**
     * Gives the turn back.
     *
     * @return whether the caller has to do the work of the close
     */
    public boolean exit() {
        if (state.compareAndSet(BUSY, FREE)) {
            return false;
        }
        state.set(CLOSED);
        return true;
    }

    /**
     * Refuses every later entry.
     *
     * @return whether the caller has to do the work of the close, which is done once
     */
    public boolean close() {
        return state.getAndAccumulate(CLOSED, (present, closed) -> present | closed) == FREE;
    }

    /** {@return whether {@link #close()} was called} */
    public boolean isClosed() {
        return (state.get() & CLOSED) != 0;
    }
}
