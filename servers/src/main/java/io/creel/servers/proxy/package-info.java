/** A proxy between two TCP connections, {@link io.creel.servers.proxy.TcpProxy}. */
@NullMarked
package io.creel.servers.proxy;

import org.jspecify.annotations.NullMarked;
