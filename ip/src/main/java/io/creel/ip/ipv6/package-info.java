/**
 * IPv6 for a host (RFC 8200), and neighbour discovery (RFC 4861) as far as a host with a fixed configuration needs it:
 * solicitations, advertisements and unreachability detection. Router advertisements and redirects are not followed,
 * addresses are not made (RFC 4862), and group memberships are not reported (RFC 3810).
 */
@NullMarked
package io.creel.ip.ipv6;

import org.jspecify.annotations.NullMarked;
