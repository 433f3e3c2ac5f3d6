/**
 * Servers over the sockets of {@code io.creel.ip}. {@link io.creel.servers.TcpService} accepts connections and serves
 * each by a coroutine, within {@link io.creel.servers.ServiceLimits}. The protocols are in the packages below.
 *
 * <p>
 * Everything here is used by the one worker that runs its host. Counters may be read by any thread.
 */
@NullMarked
package io.creel.servers;

import org.jspecify.annotations.NullMarked;
