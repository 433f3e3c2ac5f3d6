/**
 * AF_PACKET NICs: they exchange frames with an interface through rings shared with the kernel, one copy in each
 * direction. Open one with {@code Nics.open("afpacket:IF")}. They work on every interface and need CAP_NET_RAW only.
 *
 * <p>
 * The kernel's own stack also sees every received frame, so leave the interface without an address.
 */
@NullMarked
package io.creel.net.afpacket;

import org.jspecify.annotations.NullMarked;
