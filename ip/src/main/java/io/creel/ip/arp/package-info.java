/**
 * ARP for IPv4 over Ethernet (RFC 826, RFC 1122, section 2.3.2, and the defence of RFC 5227, section 2.4). No reverse
 * ARP, no proxies; an address is not probed before it is used (RFC 5227, section 2.1).
 */
@NullMarked
package io.creel.ip.arp;

import org.jspecify.annotations.NullMarked;
