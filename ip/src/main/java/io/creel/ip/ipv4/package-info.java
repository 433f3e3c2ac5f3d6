/**
 * IPv4 for a host (RFC 791, RFC 1122, section 3): checks of received datagrams, and datagrams to send, in fragments if
 * they must be. Received fragments are put together by {@code io.creel.ip.fragment}. A host forwards nothing.
 */
@NullMarked
package io.creel.ip.ipv4;

import org.jspecify.annotations.NullMarked;
