package io.creel.net;

/** The receive side of a queue pair. Polled by one thread at a time; never waits. */
public interface RxQueue {
    /**
     * Appends received packets to {@code batch}, in order of arrival, and hands their ownership to the caller.
     *
     * @param max
     *            most packets to take; the free room of the batch is a bound, too
     * @return how many were appended; 0 means that there is nothing now
     */
    int poll(PacketBatch batch, int max);

    /**
     * Hands received packets one by one to {@code consumer}, in order of arrival. If it throws, the packets behind the
     * failing one are delivered by the next poll.
     *
     * @return how many were handed over
     */
    int poll(int max, PacketConsumer consumer);

    Nic nic();
}
