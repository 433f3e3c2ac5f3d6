/**
 * Ethernet (IEEE 802.3; RFC 894 for IPv4, RFC 2464 for IPv6): the link header in and out. Without VLAN tags.
 */
@NullMarked
package io.creel.ip.ethernet;

import org.jspecify.annotations.NullMarked;
