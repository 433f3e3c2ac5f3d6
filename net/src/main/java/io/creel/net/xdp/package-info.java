/**
 * AF_XDP NICs: they exchange frames with an interface in shared memory, without the kernel's network stack and without
 * a native library. Open one with {@code Nics.open("afxdp:IF")}.
 *
 * <p>
 * The packet pool of the NIC is the UMEM, so a packet moves from the wire to a coroutine and back without a copy. The
 * resources in the kernel (sockets, map, program, link) are file descriptors, so they disappear with the process.
 */
@NullMarked
package io.creel.net.xdp;

import org.jspecify.annotations.NullMarked;
