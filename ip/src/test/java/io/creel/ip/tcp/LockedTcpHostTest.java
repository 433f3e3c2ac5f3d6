package io.creel.ip.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.creel.ip.InCoroutine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The host for several workers. */
@ExtendWith(InCoroutine.class)
class LockedTcpHostTest extends TcpHostTest {
    @Override
    boolean severalWorkers() {
        return true;
    }

    private static TcpConnection opened() {
        TcpHost host = new TcpHost(TcpSettings.defaults(), (endpoints, segment) -> true, new IsnGenerator(1, 2),
                new TcpStatistics(), 1, 1, true);
        return host.connect(new TcpEndpoints().setIpv4(0x0a000001, 0, 0x0a000002, 80), TcpEvents.NONE, 0);
    }

    /** The canary of all tests with locks: without the lock of the connection no call gets through. */
    @Test
    void shouldRefuseACallOfACoroutineThatHasNotEntered() {
        TcpConnection connection = opened();
        String message = assertThrows(AssertionError.class, () -> connection.abort(0)).getMessage();
        assertEquals("a connection is used by a coroutine that has not entered: " + connection, message);
    }

    @Test
    void shouldRefuseToEnterTwice() {
        TcpConnection connection = opened();
        connection.enter();
        assertThrows(IllegalStateException.class, connection::enter);
        connection.exit();
        assertThrows(IllegalStateException.class, connection::exit);
    }
}
