/**
 * Ethernet (IEEE 802.3; RFC 894 for IPv4, RFC 2464 for IPv6): the link header in and out. Without VLAN tags.
 */
package io.creel.ip.ethernet;
