package io.creel.ip.tcp;

/**
 * A target for Jazzer with a fault that it must find, several steps deep: this side has closed, the peer has
 * acknowledged that, and then sends data with a gap before them.
 */
public final class TcpCanaryTarget {
    private TcpCanaryTarget() {
    }

    /** Throws if the connection gets there. */
    public static void fuzzerTestOneInput(byte[] data) {
        var run = new HostileRun(Choices.of(data), false);
        run.afterEachStep = TcpCanaryTarget::look;
        TcpFuzzTarget.run(run);
    }

    static boolean isThere(TcpConnection connection) {
        return connection.state() == TcpState.FIN_WAIT_2 && connection.rcv.gaps.count() > 0;
    }

    private static void look(TcpConnection connection) {
        if (isThere(connection)) {
            throw new IllegalStateException("planted: connection=" + connection);
        }
    }
}
