package io.creel.ip.ipv6;

/** Layout of neighbour discovery messages (RFC 4861, sections 4.3 and 4.4), from the start of the ICMPv6 header. */
final class Discovery {
    static final int ROUTER_SOLICITATION = 133;
    static final int ROUTER_ADVERTISEMENT = 134;
    static final int SOLICITATION = 135;
    static final int ADVERTISEMENT = 136;
    static final int REDIRECT = 137;

    static final int FLAGS = 4;
    static final int FLAG_SOLICITED = 0x40;
    static final int FLAG_OVERRIDE = 0x20;
    static final int TARGET = 8;
    static final int OPTIONS = 24;
    static final int OPTION_SOURCE = 1;
    static final int OPTION_TARGET = 2;
    static final int OPTION_BYTES = 8;
    /** RFC 4861, section 7.1: a sender beyond the link has a lower hop limit. */
    static final int HOP_LIMIT = 255;

    private Discovery() {
    }
}
