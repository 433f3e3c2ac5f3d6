/**
 * TAP NICs: an Ethernet link whose other end is an interface of this machine's own kernel. Open one with
 * {@code Nics.open("tap:NAME")}.
 */
package io.creel.net.tap;
