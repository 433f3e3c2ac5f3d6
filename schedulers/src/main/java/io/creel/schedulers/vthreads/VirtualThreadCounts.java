package io.creel.schedulers.vthreads;

/**
 * What has happened to the threads of a class.
 *
 * @param started
 *            threads that were started, children included
 * @param inherited
 *            those of them that were started from inside another one, and belong to the class for that reason
 * @param ended
 *            threads that ended on our workers
 * @param detached
 *            threads that a close has left to the JDK's own scheduler
 * @param postponed
 *            times a runnable thread found its queue full and waited for room
 */
public record VirtualThreadCounts(long started, long inherited, long ended, long detached, long postponed) {
    /** Threads that have not ended and are still ours. */
    public long live() {
        return started - ended - detached;
    }
}
