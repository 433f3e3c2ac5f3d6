package io.creel.servers;

import static io.creel.servers.internal.LimitCheck.require;

/**
 * The limits of a service over TCP. Immutable. Any thread.
 *
 * @param connections
 *            most connections that are served at once, at least 1; more wait to be accepted
 * @param backlog
 *            connections that are half open or wait to be accepted, 1 to 65,536; beyond it the host answers with SYN
 *            cookies
 * @param idleNs
 *            how long a connection may be silent between two requests, in nanoseconds; then it is closed
 * @param stallNs
 *            how long a peer may take to send the next part of a request, or to make room for the next part of an
 *            answer, in nanoseconds; then the connection is reset
 */
public record ServiceLimits(int connections, int backlog, long idleNs, long stallNs) {
    private static final long SECOND = 1_000_000_000L;

    /** Checks every limit. */
    public ServiceLimits {
        require(connections >= 1, "connections", connections, "at least 1");
        require(backlog >= 1 && backlog <= 65_536, "backlog", backlog, "1 to 65536");
        require(idleNs > 0, "idleNs", idleNs, "above 0");
        require(stallNs > 0, "stallNs", stallNs, "above 0");
    }

    /** {@return 1,024 connections, 256 that wait, a minute of silence and 20 seconds for a part} */
    public static ServiceLimits defaults() {
        return new ServiceLimits(1_024, 256, 60 * SECOND, 20 * SECOND);
    }
}
