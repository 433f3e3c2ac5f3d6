/**
 * Reads and writes the headers of a frame: Ethernet, VLAN, ARP, IPv4, IPv6, ICMP, UDP and TCP.
 * {@link io.creel.net.wire.HeaderParser} finds the headers; a view ({@code Ipv4}, {@code Tcp}, …) then reads and
 * changes their fields. A view is a set of static methods over a frame and an offset, and allocates nothing.
 *
 * <p>
 * <b>Any bytes are accepted.</b> Parsing returns a {@link io.creel.net.wire.DropReason}; it never throws and never
 * reads beyond the end. Call an accessor only for a header that has passed the parser. An offset out of bounds before
 * that is an error of the caller and throws {@link java.lang.IndexOutOfBoundsException}.
 *
 * <p>
 * Threads: one at a time uses a frame, its owner.
 *
 * <h2>For maintainers</h2>
 *
 * <p>
 * The layout of a header stands in the {@code *Descriptor} next to its view, with the RFC section.
 */
@NullMarked
package io.creel.net.wire;

import org.jspecify.annotations.NullMarked;
