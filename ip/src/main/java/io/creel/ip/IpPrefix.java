package io.creel.ip;

/**
 * An address and how many of its first bits name its link: {@code 10.0.0.1/24}, {@code fd00::1/64}.
 *
 * @param address
 *            of the host
 * @param lengthBits
 *            1 to 32 for IPv4, 1 to 128 for IPv6
 */
public record IpPrefix(IpAddress address, int lengthBits) {
    private static final int MAPPED_BITS = 96;

    /** Checks. */
    public IpPrefix {
        int most = address.isIpv4() ? 32 : 128;
        if (lengthBits < 1 || lengthBits > most) {
            throw new IllegalArgumentException("prefix length out of bounds: address=" + address + ", lengthBits="
                    + lengthBits + ", least=1, most=" + most);
        }
    }

    /**
     * Reads {@code 10.0.0.1/24}.
     *
     * @param text an address, a slash, and the length of the prefix in bits
     * @return the prefix
     * @throws IllegalArgumentException if the text is no prefix; it names the text
     */
    public static IpPrefix parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !text.substring(slash + 1).matches("[0-9]{1,3}")) {
            throw new IllegalArgumentException("not an address with a prefix length: text=" + text
                    + "; write 10.0.0.1/24 or fd00::1/64");
        }
        return new IpPrefix(IpAddress.parse(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
    }

    /**
     * Says whether an address is on the link of this one.
     *
     * @param high the upper 64 bits of the address
     * @param low the lower 64 bits of the address
     * @return whether it has the same version and the same prefix
     */
    public boolean contains(long high, long low) {
        if (IpBits.isIpv4(high, low) != address.isIpv4()) {
            return false;
        }
        int bits = address.isIpv4() ? MAPPED_BITS + lengthBits : lengthBits;
        long highMask = bits >= 64 ? -1 : -1L << 64 - bits;
        long lowMask = bits <= 64 ? 0 : -1L << 128 - bits;
        return ((high ^ address.high()) & highMask) == 0 && ((low ^ address.low()) & lowMask) == 0;
    }

    /**
     * {@return the address to all hosts of an IPv4 link as an unsigned 32-bit number (RFC 922); −1 if there is none:
     * IPv6, and links of two hosts (RFC 3021)}
     */
    public long broadcast() {
        return address.isIpv4() && lengthBits < 31 ? address.ipv4() & 0xffffffffL | 0xffffffffL >>> lengthBits : -1;
    }

    /** As people write it. */
    @Override
    public String toString() {
        return address + "/" + lengthBits;
    }
}
