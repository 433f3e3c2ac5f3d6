/**
 * A host: the steps of all protocols joined over one NIC.
 *
 * <p>
 * <b>What is there.</b> One interface, with one queue pair or several, and any number of IPv4 and IPv6 addresses, a
 * default gateway for each version; ARP and neighbour discovery; reassembly and fragmentation; echo, ICMP errors both
 * ways, path MTUs; UDP and TCP sockets for coroutines. Every packet runs through its steps in one coroutine, to completion.
 *
 * <p>
 * <b>What is not.</b> Several interfaces in one host, routes beyond prefix and gateway, forwarding,
 * loopback to own addresses, VLANs; DHCP, router advertisements, address autoconfiguration, duplicate address
 * detection; redirects; reports of group membership (IGMP, MLD), so that a switch that listens for these may keep
 * groups from the host; raw sockets.
 */
@NullMarked
package io.creel.ip.host;

import org.jspecify.annotations.NullMarked;
