/**
 * UDP (RFC 768; RFC 1122, section 4.1; RFC 8200, section 8.1): the receive steps, and sockets for coroutines.
 *
 * <p>
 * A received datagram is the very packet that came in. Its receiver owns it, and releases or sends it. A datagram to a
 * group is given to one socket.
 */
@NullMarked
package io.creel.ip.udp;

import org.jspecify.annotations.NullMarked;
