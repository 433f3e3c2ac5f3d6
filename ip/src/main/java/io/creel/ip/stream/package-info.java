/**
 * TCP sockets for coroutines, over the protocol machine of {@code io.creel.ip.tcp}: {@link io.creel.ip.stream.TcpPorts}
 * connects and listens, {@link io.creel.ip.stream.TcpSocket} reads, writes and closes. {@link
 * io.creel.ip.stream.TcpStreams} shows a socket as streams and as a channel, for virtual threads. {@link
 * io.creel.ip.stream.MessageReader} cuts what a socket receives into messages, each of which may become a coroutine.
 *
 * <p>
 * The machine is used by the one worker that runs its host, so its steps need no lock: this is the placement that keeps
 * all flows of a host on one worker, or under the lock of each connection if several workers serve it, see
 * {@link io.creel.ip.host.HostOptions#tcpOnSeveralWorkers()}.
 */
@NullMarked
package io.creel.ip.stream;

import org.jspecify.annotations.NullMarked;
