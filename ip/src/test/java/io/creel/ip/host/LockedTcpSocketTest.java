package io.creel.ip.host;

import io.creel.ip.stream.TcpServer;
import io.creel.ip.stream.TcpSocket;
import io.creel.net.wrap.Impairment;

/** The sockets of a TCP for several workers, whose steps lock their connection. */
class LockedTcpSocketTest extends TcpSocketTest {
    @Override
    TwoHosts hosts(Impairment faults, long seed) {
        return new TwoHosts(faults, seed, true);
    }

    /** Only a coroutine may have the lock. */
    @Override
    void close(TwoHosts hosts, AutoCloseable closed) {
        hosts.start(nothing -> {
            try {
                closed.close();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }

    @Override
    TcpSocket poll(TwoHosts hosts, TcpServer server) {
        TcpSocket[] polled = {null};
        hosts.start(nothing -> polled[0] = server.poll());
        return polled[0];
    }
}
