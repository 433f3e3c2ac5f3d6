package io.creel.ip.tcp;

import org.jspecify.annotations.Nullable;

/**
 * Where a host keeps its connections in order of their next deadline. The default is {@link ConnectionDeadlines}; a
 * stack that keeps its timers elsewhere, in a timer stash for example, passes its own.
 */
public interface TcpDeadlines {
    /**
     * Notes that the deadline of a connection may have changed: see {@link TcpConnection#deadlineNs()}. Called after
     * each event.
     *
     * @param connection a connection in any state but CLOSED
     */
    void changed(TcpConnection connection);

    /**
     * Forgets a connection that is gone.
     *
     * @param connection may be one without a deadline
     */
    void remove(TcpConnection connection);

    /** {@return the earliest deadline in nanoseconds, or an earlier time; {@code Long.MAX_VALUE} if there is none} */
    long nextNs();

    /**
     * Takes a connection out whose deadline seems to have come. The caller enters it, acts on what is due, and reports
     * its deadline by {@link #changed}.
     *
     * @param nowNs the present time in nanoseconds, on the clock of the host
     * @return the connection; null if there is none
     */
    @Nullable
    TcpConnection due(long nowNs);
}
