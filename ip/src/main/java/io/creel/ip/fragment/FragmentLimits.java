package io.creel.ip.fragment;

/**
 * Bounds of {@link Reassembly}.
 *
 * @param datagrams
 *            in pieces at once, 1 to 1024; 0 to refuse all fragments. One source has a quarter of them, and at least
 *            one
 * @param maxBytes
 *            of the data of one datagram, 576 to 65515
 * @param maxFragments
 *            of one datagram, 2 to 8192
 * @param timeoutNs
 *            from the first fragment on (RFC 1122, section 3.3.2: 60 to 120 seconds; RFC 8200, section 4.5: 60 seconds)
 */
public record FragmentLimits(int datagrams, int maxBytes, int maxFragments, long timeoutNs) {
    /** 16 datagrams of any size, 128 fragments each, 60 seconds. */
    public static final FragmentLimits DEFAULT = new FragmentLimits(16, 65_515, 128, 60_000_000_000L);
    /** No fragment is accepted. */
    public static final FragmentLimits REFUSE = new FragmentLimits(0, 65_515, 128, 60_000_000_000L);

    /** Checks. */
    public FragmentLimits {
        if (datagrams < 0 || datagrams > 1024 || maxBytes < 576 || maxBytes > 65_515 || maxFragments < 2
                || maxFragments > 8192 || timeoutNs < 1) {
            throw new IllegalArgumentException("impossible limits of fragments: datagrams=" + datagrams + ", maxBytes="
                    + maxBytes + ", maxFragments=" + maxFragments + ", timeoutNs=" + timeoutNs
                    + "; datagrams 0 to 1024, maxBytes 576 to 65515, maxFragments 2 to 8192, timeoutNs positive");
        }
    }
}
