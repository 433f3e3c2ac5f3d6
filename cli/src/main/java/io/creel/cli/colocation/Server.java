package io.creel.cli.colocation;

/** The echo and the work of one line, running. */
interface Server {
    /** Returns how many pieces of work were done so far. */
    long pieces();

    /** Returns how many packets ended at the server without being counted by its NIC. Called after the close. */
    long kept();

    /** Ends the echo and the work and waits for their threads. */
    void close() throws InterruptedException;

    /**
     * Starts the server of a line. Returns when its threads run.
     *
     * @throws java.io.IOException
     *             if it cannot be started; the message is one sentence
     */
    static Server start(Setup setup) throws java.io.IOException, InterruptedException {
        return switch (setup.line().server()) {
            case KERNEL_THREADS -> new KernelThreadPair(setup);
            case VIRTUAL_THREADS -> new VirtualThreadPair(setup, false);
            case YIELDING_VIRTUAL_THREADS -> new VirtualThreadPair(setup, true);
            case CREEL_THREADS -> new CreelThreads(setup);
            case CREEL_CLASSES, CREEL_MICRO_QUANTA -> new CreelClasses(setup);
            case CREEL_BESIDE_PROCESS -> new CreelBesideProcess(setup);
        };
    }
}
