/**
 * Datagrams in pieces, of both versions: bounded in number, bytes, pieces and time (RFC 791, section 3.2; RFC 1122,
 * section 3.3.2; RFC 8200, section 4.5), without overlaps (RFC 5722).
 */
@NullMarked
package io.creel.ip.fragment;

import org.jspecify.annotations.NullMarked;
