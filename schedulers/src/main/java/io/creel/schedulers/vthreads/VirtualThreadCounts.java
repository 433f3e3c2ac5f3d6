package io.creel.schedulers.vthreads;

/**
 * The counts of the threads of a class.
 *
 * @param started
 *            threads that were started, children included
 * @param inherited
 *            started threads that belong to the class because a thread of the class started them
 * @param ended
 *            threads that ended on our workers
 * @param detached
 *            threads that a close has left to the JDK's own scheduler
 * @param postponed
 *            times a runnable thread found its queue full and waited for room
 */
public record VirtualThreadCounts(long started, long inherited, long ended, long detached, long postponed) {
    /** {@return how many threads have not ended and still run on our workers} */
    public long live() {
        return started - ended - detached;
    }
}
