/**
 * AF_PACKET: frames of an interface through rings shared with the kernel, one copy each way. Works on every interface
 * and needs CAP_NET_RAW alone.
 *
 * <p>
 * The kernel's own stack sees every received frame too: leave the interface without an address.
 */
package io.creel.net.afpacket;
