package io.creel.ip.host;

/** The path of TCP for several workers, whose steps lock their connection. */
class LockedTcpPathTest extends TcpPathTest {
    @Override
    void set(HostOptions options) {
        super.set(options);
        options.tcpOnSeveralWorkers();
    }
}
