package io.creel.ip;

/**
 * What an ICMP error says about a packet of ours: read from the part of it that the error quotes, which may be no more
 * than the IP header and 8 bytes (RFC 792). Filled again for each error; good for one call.
 *
 * <p>
 * Any host can forge an error, so a transport acts on it only if the packet fits what it has sent (RFC 5927).
 */
public final class QuotedPacket {
    /** What happened to the packet. */
    public enum Kind {
        /** The host or the net cannot be reached now. */
        HOST_UNREACHABLE,
        /** The host does not speak the protocol. */
        PROTOCOL_UNREACHABLE,
        /** No socket is at the port. */
        PORT_UNREACHABLE,
        /** A rule on the way forbids it. */
        PROHIBITED,
        /** It was longer than a link carries; {@link QuotedPacket#mtuBytes()} says how much that is. */
        TOO_LONG,
        /** It was under way for too long, or its fragments were. */
        TIME_EXCEEDED,
        /** A field of it is wrong. */
        PARAMETER_PROBLEM
    }

    @SuppressWarnings("NullAway.Init") // set by error, before a transport sees it
    private Kind kind;
    private int protocol;
    private long localHigh;
    private long localLow;
    private long remoteHigh;
    private long remoteLow;
    private int localPort;
    private int remotePort;
    private int sequence;
    private int mtuBytes;
    private int packetBytes;

    /** Empty. */
    public QuotedPacket() {
    }

    /**
     * Sets what the error says.
     *
     * @param what what happened to the packet
     * @param nextHopMtuBytes what the link carries that the packet was too long for; 0 if the router does not say
     */
    public void error(Kind what, int nextHopMtuBytes) {
        kind = what;
        mtuBytes = nextHopMtuBytes;
    }

    /**
     * Sets the ends of the quoted packet: ours is its source.
     *
     * @param ownHigh the upper 64 bits of the source
     * @param ownLow the lower 64 bits of the source
     * @param otherHigh the upper 64 bits of the destination
     * @param otherLow the lower 64 bits of the destination
     */
    public void ends(long ownHigh, long ownLow, long otherHigh, long otherLow) {
        localHigh = ownHigh;
        localLow = ownLow;
        remoteHigh = otherHigh;
        remoteLow = otherLow;
    }

    /**
     * Sets what the quoted transport header says in its first 8 bytes.
     *
     * @param number the number of the transport protocol
     * @param ownPort the source port
     * @param otherPort the destination port
     * @param sequenceNumber the sequence number of a TCP segment; without meaning for others
     * @param lengthBytes the length of the whole packet, IP header included
     */
    public void transport(int number, int ownPort, int otherPort, int sequenceNumber, int lengthBytes) {
        protocol = number;
        localPort = ownPort;
        remotePort = otherPort;
        sequence = sequenceNumber;
        packetBytes = lengthBytes;
    }

    /** {@return what happened to the packet} */
    public Kind kind() {
        return kind;
    }

    /** {@return the number of the quoted packet's protocol, see {@code IpProtocol}} */
    public int protocol() {
        return protocol;
    }

    /** {@return the upper 64 bits of the own address} */
    public long localHigh() {
        return localHigh;
    }

    /** {@return the lower 64 bits of the own address} */
    public long localLow() {
        return localLow;
    }

    /** {@return the upper 64 bits of the peer's address} */
    public long remoteHigh() {
        return remoteHigh;
    }

    /** {@return the lower 64 bits of the peer's address} */
    public long remoteLow() {
        return remoteLow;
    }

    /** {@return the port that the packet was sent from} */
    public int localPort() {
        return localPort;
    }

    /** {@return the port that the packet was sent to} */
    public int remotePort() {
        return remotePort;
    }

    /** {@return the sequence number, if the packet is a TCP segment} */
    public int sequence() {
        return sequence;
    }

    /** {@return what the link carries that the packet was too long for, in bytes; 0 if the router does not say} */
    public int mtuBytes() {
        return mtuBytes;
    }

    /** {@return the length of the whole packet in bytes, IP header included} */
    public int packetBytes() {
        return packetBytes;
    }
}
