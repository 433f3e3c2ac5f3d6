package io.creel.net.live;

import io.creel.net.Nic;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/** A driver on one end of a veth pair, and a UDP socket of the kernel on the other. */
final class KernelLink implements TestLink {
    private static final int SOCKET_BUFFER_BYTES = 1 << 20;

    private final NamespacePair namespaces;
    private final Nic nic;
    private final DatagramChannel socket;
    private final int maxBytes;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(65_536);
    private final boolean ownsAll;

    /** Makes a link whose close closes the NIC and removes the namespaces. */
    KernelLink(NamespacePair namespaces, Nic nic, int maxBytes) throws Exception {
        this(namespaces, nic, maxBytes, true);
    }

    /** Makes a link; if {@code ownsAll} is {@code false}, it is a further socket on an existing link. */
    KernelLink(NamespacePair namespaces, Nic nic, int maxBytes, boolean ownsAll) throws Exception {
        this.namespaces = namespaces;
        this.nic = nic;
        this.maxBytes = maxBytes;
        this.ownsAll = ownsAll;
        socket = namespaces.insidePeer(() -> DatagramChannel.open());
        socket.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER_BYTES);
        socket.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER_BYTES);
        socket.configureBlocking(false);
        socket.bind(new InetSocketAddress(NamespacePair.PEER_ADDRESS, 0));
        socket.connect(new InetSocketAddress(NamespacePair.NIC_ADDRESS, Datagram.PORT));
    }

    NamespacePair namespaces() {
        return namespaces;
    }

    @Override
    public Nic nic() {
        return nic;
    }

    @Override
    public boolean send(int sequence) throws IOException {
        Datagram.write(buffer, sequence, maxBytes);
        return socket.write(buffer) > 0;
    }

    @Override
    public int receive() throws IOException {
        buffer.clear();
        try {
            if (socket.read(buffer) <= 0) {
                return -1;
            }
        } catch (PortUnreachableException e) {
            throw new AssertionError("the kernel answers in place of the driver", e);
        }
        return Datagram.check(buffer.flip(), maxBytes);
    }

    @Override
    public void close() throws IOException {
        socket.close();
        if (ownsAll) {
            nic.close();
            namespaces.close();
        }
    }
}
