/**
 * A server of the memcached text protocol over {@code io.creel.servers.TcpService}: {@link
 * io.creel.servers.memcached.MemcachedService} serves a connection in one coroutine, {@link
 * io.creel.servers.memcached.ItemStore} keeps the items within a quota of bytes.
 *
 * <p>
 * Source: the protocol description of memcached 1.6 (doc/protocol.txt), and what its conformance tool asks for. The
 * binary and the meta protocol, and UDP, are not served.
 */
@NullMarked
package io.creel.servers.memcached;

import org.jspecify.annotations.NullMarked;
