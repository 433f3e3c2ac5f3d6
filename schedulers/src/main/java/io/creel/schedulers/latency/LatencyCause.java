package io.creel.schedulers.latency;

/** What a part of a request's time went to. */
public enum LatencyCause {
    /** The load generator sent late, or saw the answer late. */
    GENERATOR("late in the generator", false),
    /** The worker served other requests, or took this one. */
    QUEUE("waiting in Creel's queues", true),
    /** The worker served this request. */
    RUNNING("running", true),
    /** Another thread of this process had the core, or stopped the worker: compiler, collector, safepoint. */
    OWN_THREADS("own other threads", true),
    /** The worker's thread slept in the middle of a request: a page fault, a lock, a stopped process. */
    BLOCKED("worker blocked", true),
    /** The worker's thread waited for the core: a wake-up; without exact records also other tasks on the core. */
    WORKER_LATE("worker late (run delay)", true),
    /** A thread of another process had the core. */
    FOREIGN("foreign tasks on the core", false),
    /** The hypervisor had the core. */
    STOLEN("stolen", false),
    /** The worker had the core and made no progress: interrupts and what follows them. */
    INSIDE("inside (interrupts)", false),
    /** No interval explains this part. */
    UNEXPLAINED("unexplained", true);

    /** The number of causes. */
    static final int COUNT = values().length;

    private final String text;
    private final boolean isOwn;

    LatencyCause(String text, boolean isOwn) {
        this.text = text;
        this.isOwn = isOwn;
    }

    /** {@return the name in reports} */
    public String text() {
        return text;
    }

    /**
     * {@return whether this program is answerable for the part} Adjusted latency leaves out the other parts.
     */
    public boolean isOwn() {
        return isOwn;
    }
}
