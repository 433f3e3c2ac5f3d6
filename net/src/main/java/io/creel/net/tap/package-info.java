/**
 * TAP NICs: an Ethernet link whose other end is an interface of this machine's own kernel. Open one with
 * {@code Nics.open("tap:NAME")}.
 */
@NullMarked
package io.creel.net.tap;

import org.jspecify.annotations.NullMarked;
