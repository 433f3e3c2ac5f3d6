package io.creel.net.wire;

/**
 * The places of the headers of one frame: the result of {@link HeaderParser}. One object is used for many frames, one
 * after the other.
 *
 * <p>
 * Offsets count in bytes from the start of the frame, and are −1 for a header that is absent. Threads: one at a time.
 */
public final class Headers {
    /** The offset of an absent header. */
    public static final int ABSENT = -1;

    Layer reached;
    int vlanTags;
    int etherType;
    int networkOffset;
    int networkEnd;
    int protocol;
    int transportOffset;
    int payloadOffset;
    int payloadEnd;
    boolean fragment;
    boolean laterFragment;
    boolean checksumKnown;
    /** Whether the packet ends with the frame, because its own length field is 0. Written by the parser. */
    boolean frameLength;
    boolean jumbo;
    boolean checksumOpen;
    /**
     * The offsets of the addresses in the pseudo-header: those of the fixed header, unless an option or a route names
     * others. Written by the parser.
     */
    int pseudoSource;
    int pseudoDestination;

    /** Makes headers with nothing parsed. */
    public Headers() {
        reset();
    }

    /** Forgets all headers. */
    public void reset() {
        reached = Layer.NONE;
        vlanTags = 0;
        etherType = 0;
        networkOffset = ABSENT;
        networkEnd = 0;
        protocol = ABSENT;
        transportOffset = ABSENT;
        payloadOffset = ABSENT;
        payloadEnd = 0;
        fragment = false;
        laterFragment = false;
        checksumKnown = true;
        frameLength = false;
        jumbo = false;
        checksumOpen = false;
        pseudoSource = ABSENT;
        pseudoDestination = ABSENT;
    }

    /** {@return the last layer that was complete and well formed} */
    public Layer reached() {
        return reached;
    }

    /** {@return the number of VLAN tags} */
    public int vlanTags() {
        return vlanTags;
    }

    /** {@return the EtherType behind all VLAN tags} */
    public int etherType() {
        return etherType;
    }

    /** {@return whether the network header is an ARP header} */
    public boolean isArp() {
        return networkOffset >= 0 && etherType == EthernetDescriptor.TYPE_ARP;
    }

    /** {@return whether the network header is an IPv4 header} */
    public boolean isIpv4() {
        return networkOffset >= 0 && etherType == EthernetDescriptor.TYPE_IPV4;
    }

    /** {@return whether the network header is an IPv6 header} */
    public boolean isIpv6() {
        return networkOffset >= 0 && etherType == EthernetDescriptor.TYPE_IPV6;
    }

    /** {@return where the ARP, IPv4 or IPv6 header starts} */
    public int networkOffset() {
        return networkOffset;
    }

    /** {@return the IP protocol behind all extension headers, see {@link IpProtocol}; −1 if there is no IP header} */
    public int protocol() {
        return protocol;
    }

    /**
     * {@return where the ICMP, UDP or TCP header starts; −1 for another protocol and for a fragment that is not the
     * first}
     */
    public int transportOffset() {
        return reached == Layer.TRANSPORT ? transportOffset : ABSENT;
    }

    /** {@return where the bytes behind the transport header start; −1 without a transport header} */
    public int payloadOffset() {
        return payloadOffset;
    }

    /**
     * {@return the length of the payload by the headers; a cut frame holds fewer bytes, and link-layer padding does not
     * count}
     */
    public int payloadBytes() {
        return payloadOffset < 0 ? 0 : payloadEnd - payloadOffset;
    }

    /** {@return whether this packet is one fragment of a larger packet, the first included} */
    public boolean isFragment() {
        return fragment;
    }

    /** {@return whether {@link Checksums#verify} found a checksum that the sender has left to its hardware} */
    public boolean isChecksumOpen() {
        return checksumOpen;
    }

    /** {@return whether the transport header has ports and the frame holds them} */
    public boolean hasPorts() {
        return reached == Layer.TRANSPORT && IpProtocol.hasPorts(protocol);
    }
}
