/**
 * Link addresses of neighbours, for both versions of IP: the state machine of neighbour unreachability detection (RFC
 * 4861, section 7.3), which is also what RFC 1122, section 2.3.2.1, calls unicast poll. ARP and neighbour discovery ask
 * and answer; this package remembers, waits and forgets.
 */
@NullMarked
package io.creel.ip.neighbour;

import org.jspecify.annotations.NullMarked;
