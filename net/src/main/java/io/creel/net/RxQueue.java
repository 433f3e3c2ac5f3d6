package io.creel.net;

/**
 * The receive side of a queue pair, for one thread: bound to the first that polls it, see
 * {@link io.creel.core.ThreadBinding}. Only {@link #awaitReadable} waits.
 *
 * <p>
 * A thread with nothing else to do polls for a while (a wake-up costs more than most packets), then blocks in
 * {@link #awaitReadable}, and goes on polling when it returns.
 */
public interface RxQueue {
    /** The longest {@link #awaitReadable} blocks, so that its caller sees a stop flag or a removed device in time. */
    long MAX_AWAIT_NS = 100_000_000;

    /**
     * Appends received packets to {@code batch}, in order of arrival, and hands their ownership to the caller.
     *
     * <p>
     * If the device fails behind packets that have come, this poll hands those over and the next one throws: a poll that throws
     * has appended nothing.
     *
     * @param max
     *            most packets to take; the free room of the batch is a bound, too
     * @return how many were appended; 0 means that there is nothing now
     */
    int poll(PacketBatch batch, int max);

    /**
     * Hands received packets one by one to {@code consumer}, in order of arrival. A packet that the consumer refuses is
     * released here and counted as {@link NicCounter#RX_REFUSED}; so is the packet at which the consumer throws, unless it has
     * another owner by then. The packets behind that one are delivered by the next poll. If the device fails, what had come
     * before is handed over first.
     *
     * @return how many were received, refused ones included
     */
    int poll(int max, PacketConsumer consumer);

    /**
     * Blocks the calling thread until a poll may find something. Never called from a coroutine, nor by a worker that
     * has other work; a platform thread, because a driver waits in the kernel.
     *
     * @param timeoutNs
     *            how long to wait at most; more than {@link #MAX_AWAIT_NS} counts as that
     * @return false if nothing has come; that may also be before the time is over
     */
    boolean awaitReadable(long timeoutNs);

    Nic nic();

    /**
     * Gives the queue to the next thread that polls it. Called by the thread that has polled it until now. Not needed if that
     * thread has ended.
     *
     * @throws IllegalStateException
     *             if another thread polls it
     */
    void handOver();
}
