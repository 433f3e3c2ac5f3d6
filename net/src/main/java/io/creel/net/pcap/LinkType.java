package io.creel.net.pcap;

/** The link types that are read, and others that occur in captures, by name (registry at tcpdump.org). */
final class LinkType {
    /** BSD loopback: the protocol family in the byte order of the recording host. */
    static final int NULL = 0;
    static final int ETHERNET = 1;
    /** The number that libpcap uses internally for raw IP; some programs write it into files. */
    static final int RAW_INSIDE = 12;
    static final int RAW_INSIDE_OPENBSD = 14;
    static final int RAW = 101;
    /** OpenBSD loopback: the protocol family in network byte order. */
    static final int LOOP = 108;
    static final int COOKED = 113;
    static final int IPV4 = 228;
    static final int IPV6 = 229;
    static final int COOKED_2 = 276;

    private LinkType() {
    }

    /** Returns whether frames of this type can be delivered as Ethernet frames. */
    static boolean isRead(int linkType) {
        return switch (linkType) {
            case NULL, ETHERNET, RAW_INSIDE, RAW_INSIDE_OPENBSD, RAW, LOOP, COOKED, IPV4, IPV6, COOKED_2 -> true;
            default -> false;
        };
    }

    /** Describes a link type, for a message. */
    static String found(int linkType) {
        return "link type " + linkType + name(linkType)
                + " is none of Ethernet (1), raw IP (101), Linux cooked (113, 276), BSD loopback (0, 108)";
    }

    private static String name(int linkType) {
        return switch (linkType) {
            case 9 -> " (PPP)";
            case 105, 127 -> " (Wi-Fi)";
            case 189, 220, 249 -> " (USB)";
            case 253 -> " (netlink)";
            default -> "";
        };
    }

    static String remedy() {
        return "capture on an interface of one of these";
    }
}
