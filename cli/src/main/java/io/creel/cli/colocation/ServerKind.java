package io.creel.cli.colocation;

/** What runs the echo and the work. */
enum ServerKind {
    /** A kernel thread each; the echo blocks until a frame is there. */
    KERNEL_THREADS,
    /** A virtual thread each, on one carrier of the JDK; the work never yields. */
    VIRTUAL_THREADS,
    /** A virtual thread each, on one carrier of the JDK; the work yields after each slice of pieces. */
    YIELDING_VIRTUAL_THREADS,
    /** A virtual thread each, in two classes of service of one Creel worker. */
    CREEL_THREADS,
    /** A coroutine per packet and one for the work, in two classes of service of one Creel worker. */
    CREEL_CLASSES,
    /** As before, in one class of service whose order is MicroQuanta. */
    CREEL_MICRO_QUANTA,
    /** A coroutine per packet on a Creel worker; the work is another process. */
    CREEL_BESIDE_PROCESS
}
