package io.creel.ip.tcp;

/**
 * Where a host keeps its connections in order of their next deadline. The default is {@link ConnectionDeadlines}; a
 * stack that keeps its timers elsewhere, in a timer stash for example, passes its own.
 */
public interface TcpDeadlines {
    /**
     * The deadline of a connection may have changed: see {@link TcpConnection#deadlineNs()}. Called after each event.
     */
    void changed(TcpConnection connection);

    /** The connection is gone. */
    void remove(TcpConnection connection);

    /** The earliest deadline, or an earlier time; {@code Long.MAX_VALUE} if there is none. */
    long nextNs();

    /** A connection whose deadline has come; null if there is none. */
    TcpConnection due(long nowNs);
}
