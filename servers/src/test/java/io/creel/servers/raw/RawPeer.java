package io.creel.servers.raw;

import io.creel.net.Nic;
import io.creel.net.Packet;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/**
 * A peer that has no TCP: it sends the frames that it is told to send, answers ARP requests for its addresses, and
 * hands each TCP segment that arrives to its caller. One thread.
 */
public final class RawPeer {
    private static final int BATCH = 64;

    private final Nic nic;
    private final long mac;
    private final int address;
    private final byte[] bytes = new byte[65_600];
    private Consumer<RawTcp> segments = segment -> {
    };
    private IntPredicate answersFor;
    private long sent;
    private long refused;

    /**
     * Over one end of a link.
     *
     * @param nic
     *            closed by the caller
     * @param mac
     *            the own Ethernet address
     * @param address
     *            the own IPv4 address, see {@link RawTcp#address}
     */
    public RawPeer(Nic nic, long mac, int address) {
        this.nic = nic;
        this.mac = mac;
        this.address = address;
        answersFor = asked -> asked == address;
    }

    /** Sets for which addresses it answers ARP requests, in place of its own. */
    public void addresses(IntPredicate all) {
        answersFor = all;
    }

    /** Sets what is told of each segment that arrives. */
    public void segments(Consumer<RawTcp> to) {
        segments = to;
    }

    /** How many frames the NIC took. */
    public long sent() {
        return sent;
    }

    /** How many frames the NIC had no room for. */
    public long refused() {
        return refused;
    }

    public long mac() {
        return mac;
    }

    public int address() {
        return address;
    }

    /** Sends a frame; false if the NIC has no room now. */
    public boolean send(byte[] frame) {
        Packet packet = nic.pool().allocate();
        if (packet == null) {
            refused++;
            return false;
        }
        packet.resize(frame.length);
        packet.set(0, frame, 0, frame.length);
        packet.egress(nic.tx(0));
        if (packet.transmit()) {
            sent++;
            return true;
        }
        packet.release();
        refused++;
        return false;
    }

    /** Takes what has arrived, and returns how many frames that were. */
    public int poll() {
        return nic.rx(0).poll(BATCH, packet -> {
            int length = packet.lengthBytes();
            packet.get(0, bytes, 0, length);
            packet.release();
            arrived(length);
            return true;
        });
    }

    private void arrived(int length) {
        ByteBuffer frame = ByteBuffer.wrap(bytes, 0, length);
        if (length >= 42 && frame.getShort(12) == 0x0806 && frame.getShort(20) == 1
                && answersFor.test(frame.getInt(38))) {
            sendArpReply(frame);
            return;
        }
        RawTcp segment = RawTcp.read(bytes, length);
        if (segment != null) {
            segments.accept(segment);
        }
    }

    private void sendArpReply(ByteBuffer request) {
        byte[] reply = new byte[42];
        System.arraycopy(bytes, 0, reply, 0, 42);
        ByteBuffer to = ByteBuffer.wrap(reply);
        System.arraycopy(bytes, 6, reply, 0, 6);
        to.putShort(6, (short) (mac >>> 32)).putInt(8, (int) mac);
        to.putShort(20, (short) 2).putShort(22, (short) (mac >>> 32)).putInt(24, (int) mac).putInt(28,
                request.getInt(38));
        System.arraycopy(bytes, 22, reply, 32, 10);
        send(reply);
    }
}
