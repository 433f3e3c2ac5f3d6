package io.creel.net.wire;

/**
 * Where the headers of one frame stand: the result of {@link HeaderParser}, reused from frame to frame.
 *
 * <p>
 * Offsets count from the start of the frame, and are −1 for a header that is not there. One thread at a time.
 */
public final class Headers {
    /** The offset of what is not there. */
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
    /** The packet ends where the frame ends, because its own length field is 0. */
    boolean frameLength;
    boolean jumbo;
    boolean checksumOpen;
    /** The addresses that the pseudo-header has: those of the fixed header unless an option or a route names others. */
    int pseudoSource;
    int pseudoDestination;

    /** Starts with nothing parsed. */
    public Headers() {
        reset();
    }

    /** Forgets everything. */
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

    /** The last layer that was there whole and well formed. */
    public Layer reached() {
        return reached;
    }

    public int vlanTags() {
        return vlanTags;
    }

    /** Behind all tags. */
    public int etherType() {
        return etherType;
    }

    public boolean isArp() {
        return networkOffset >= 0 && etherType == EthernetDescriptor.TYPE_ARP;
    }

    public boolean isIpv4() {
        return networkOffset >= 0 && etherType == EthernetDescriptor.TYPE_IPV4;
    }

    public boolean isIpv6() {
        return networkOffset >= 0 && etherType == EthernetDescriptor.TYPE_IPV6;
    }

    /** Of the ARP, IPv4 or IPv6 header. */
    public int networkOffset() {
        return networkOffset;
    }

    /** The IP protocol behind all extension headers, see {@link IpProtocol}; −1 where there is no IP. */
    public int protocol() {
        return protocol;
    }

    /** Of the ICMP, UDP or TCP header; −1 for another protocol and for a fragment that is not the first. */
    public int transportOffset() {
        return reached == Layer.TRANSPORT ? transportOffset : ABSENT;
    }

    /** Of the bytes behind the transport header; −1 without one. */
    public int payloadOffset() {
        return payloadOffset;
    }

    /** As the headers say it: a cut frame holds fewer, and link-layer padding is not counted. */
    public int payloadBytes() {
        return payloadOffset < 0 ? 0 : payloadEnd - payloadOffset;
    }

    /** Whether this is one fragment of a larger packet, the first included. */
    public boolean isFragment() {
        return fragment;
    }

    /** Whether {@link Checksums#verify} found a checksum that the sender has left to its hardware. */
    public boolean isChecksumOpen() {
        return checksumOpen;
    }

    /** Whether the transport header names ports that the frame holds. */
    public boolean hasPorts() {
        return reached == Layer.TRANSPORT && IpProtocol.hasPorts(protocol);
    }
}
