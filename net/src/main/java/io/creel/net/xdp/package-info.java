/**
 * AF_XDP: frames of an interface in shared memory, without the kernel's network stack and without a native library.
 *
 * <p>
 * The packet pool of the NIC is the UMEM, so a packet moves between wire, coroutine and wire by ownership. What the
 * kernel holds for us (sockets, map, program, link) is file descriptors, and so goes when the process goes.
 */
package io.creel.net.xdp;
