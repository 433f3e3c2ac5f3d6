package io.creel.ip.tcp;

/**
 * A target for Jazzer. The bytes of an input are the choices of a {@link HostileRun}: a whole conversation with its user
 * calls and its clock. Coverage leads Jazzer from one state of a connection to the next.
 */
public final class TcpFuzzTarget {
    private TcpFuzzTarget() {
    }

    /** Throws if anything but counters comes out. */
    public static void fuzzerTestOneInput(byte[] data) {
        run(new HostileRun(Choices.of(data), false));
    }

    static void run(HostileRun run) {
        try {
            run.run();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("step=" + run.step + ": " + e, e);
        }
        if (HostileRun.POOL.outstanding() != 0) {
            throw new AssertionError("frames are left: frames=" + HostileRun.POOL.outstanding());
        }
    }
}
