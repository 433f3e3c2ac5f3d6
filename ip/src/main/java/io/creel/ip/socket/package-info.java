/**
 * What a socket is to the steps: its addresses, its lock, and the table that finds it (RFC 9293, section 3.10.7, and
 * RFC 1122, section 4.1.3.5, name the four values). Port numbers are chosen by RFC 6056.
 */
@NullMarked
package io.creel.ip.socket;

import org.jspecify.annotations.NullMarked;
