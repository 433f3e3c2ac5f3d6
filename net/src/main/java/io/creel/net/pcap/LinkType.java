package io.creel.net.pcap;

/** The link types people meet in captures (registry at tcpdump.org), by name, and the only one that is read. */
final class LinkType {
    static final int ETHERNET = 1;

    private LinkType() {
    }

    /** What stands there, for a message. */
    static String found(int linkType) {
        return "link type " + linkType + name(linkType) + " is not Ethernet (1)";
    }

    private static String name(int linkType) {
        return switch (linkType) {
            case 0 -> " (BSD loopback)";
            case 9 -> " (PPP)";
            case 12, 101, 228, 229 -> " (raw IP)";
            case 105, 127 -> " (Wi-Fi)";
            case 113, 276 -> " (Linux cooked, interface 'any')";
            case 189, 220, 249 -> " (USB)";
            case 253 -> " (netlink)";
            default -> "";
        };
    }

    static String remedy() {
        return "capture on one Ethernet interface";
    }
}
