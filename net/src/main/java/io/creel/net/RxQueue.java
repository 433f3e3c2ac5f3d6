package io.creel.net;

import io.creel.core.DutyCycle;
import io.creel.core.WaitSource;
import io.creel.core.spec.Changes;
import io.creel.core.spec.Inline;
import io.creel.core.spec.To;

/**
 * The receive side of a queue pair. Threads: one, bound to the first thread that polls it, see
 * {@link io.creel.core.ThreadBinding}. Only {@link #awaitReadable} waits.
 *
 * <p>
 * A thread without other work polls for a while, because a wake-up costs more than most packets; then it blocks in
 * {@link #awaitReadable}, and polls again when that returns. A worker that polls several queues, or has other work,
 * waits for all of them at once: a queue is a {@link WaitSource}, and registers at the duty cycle that polls it.
 */
public interface RxQueue extends WaitSource {
    /**
     * The longest time that {@link #awaitReadable} blocks, so that its caller soon sees a stop flag or a removed
     * device.
     */
    long MAX_AWAIT_NS = 100_000_000;

    /**
     * Appends received packets to {@code batch}, in order of arrival; the caller owns them.
     *
     * <p>
     * If the device fails behind packets that have arrived, this poll delivers those packets and the next one throws.
     * So a poll that throws has appended nothing.
     *
     * @param batch receives the packets, behind those that it already holds
     * @param max how many packets to take at most; the free room of the batch is a bound, too
     * @return how many packets were appended; 0 if there is none now
     */
    int poll(@To("FILLED") @Changes PacketBatch batch, int max);

    /**
     * Passes received packets one by one to {@code consumer}, in order of arrival. A packet that the consumer refuses
     * is released and counted as {@link NicCounter#RX_REFUSED}. If the consumer throws at a packet, that packet is
     * handled in the same way, unless it has another owner by then; the next poll delivers the packets behind it. If
     * the device fails, the packets that arrived before are passed on first.
     *
     * @param max how many packets to take at most
     * @param consumer takes or refuses each packet
     * @return how many packets were received, refused ones included
     */
    int poll(int max, @Inline PacketConsumer consumer);

    /**
     * Blocks the calling thread until a poll may find a packet. A coroutine, or a worker that has other work, must not
     * call it. The caller is a platform thread, because a driver waits in the kernel.
     *
     * @param timeoutNs how long to wait at most, in nanoseconds; bounded by {@link #MAX_AWAIT_NS}
     * @return {@code false} if no packet has arrived, possibly before the time is over
     */
    boolean awaitReadable(long timeoutNs);

    /** Lets the worker poll at intervals, unless overridden. */
    @Override
    default long beginWait(DutyCycle by, Runnable wake) {
        return POLL_INTERVAL_NS;
    }

    /** Does nothing, unless overridden. */
    @Override
    default void endWait() {
    }

    /** {@return {@code false}, unless overridden} */
    @Override
    default boolean canWake() {
        return false;
    }

    /** {@return the NIC of this queue} */
    Nic nic();

    /**
     * Hands the queue over to the next thread that polls it. Called by the thread that has polled it so far. Not needed
     * if that thread has ended.
     *
     * @throws IllegalStateException if another thread polls it
     */
    void handOver();
}
