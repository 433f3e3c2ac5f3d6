package io.creel.ip;

import io.creel.net.wire.IpText;

/**
 * An IPv4 or IPv6 address as a value, for configuration and messages.
 *
 * <p>
 * The packet path passes the two longs instead, so that it allocates nothing. An IPv4 address stands in them as {@code
 * ::ffff:a.b.c.d} (RFC 4291, section 2.5.5.2); {@link IpBits} asks questions about the two.
 *
 * @param high
 *            the upper 64 bits
 * @param low
 *            the lower 64 bits
 */
public record IpAddress(long high, long low) {
    /** {@code 0.0.0.0}. */
    public static final IpAddress ANY_IPV4 = ofIpv4(0);
    /** {@code ::}. */
    public static final IpAddress ANY_IPV6 = new IpAddress(0, 0);

    /**
     * Makes an IPv4 address.
     *
     * @param address 32 bits, the first byte highest
     * @return the address in its mapped form
     */
    public static IpAddress ofIpv4(int address) {
        return new IpAddress(0, IpBits.mapped(address));
    }

    /**
     * Reads {@code 10.0.0.1} or {@code fd00::1}.
     *
     * @param text an address without brackets, prefix length or zone
     * @return the address
     * @throws IllegalArgumentException if the text is no address; it names the text
     */
    public static IpAddress parse(String text) {
        return IpAddressText.parse(text);
    }

    /** {@return whether this is an IPv4 address} */
    public boolean isIpv4() {
        return IpBits.isIpv4(high, low);
    }

    /**
     * {@return the 32 bits of an IPv4 address, its first byte highest}
     *
     * @throws IllegalStateException if this is an IPv6 address
     */
    public int ipv4() {
        if (!isIpv4()) {
            throw new IllegalStateException("not an IPv4 address: address=" + this);
        }
        return (int) low;
    }

    /** As people write it. */
    @Override
    public String toString() {
        return isIpv4() ? IpText.ipv4((int) low) : IpText.ipv6(high, low);
    }
}
