/**
 * ICMP and ICMPv6 for a host (RFC 792, RFC 1122, section 3.2.2, RFC 4443): echo, errors in and out, and path MTUs (RFC
 * 1191, RFC 8201).
 */
@NullMarked
package io.creel.ip.icmp;

import org.jspecify.annotations.NullMarked;
