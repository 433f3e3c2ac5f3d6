package io.creel.net.wire;

/** Formats IP addresses in their usual notation. Allocates: for reports, not for the packet path. */
public final class IpText {
    private static final int GROUPS = 8;

    private IpText() {
    }

    /**
     * Formats an IPv4 address.
     *
     * @param address the first byte in the upper bits
     * @return the text: {@code 10.0.0.1}
     */
    public static String ipv4(int address) {
        return (address >>> 24) + "." + (address >>> 16 & 0xff) + "." + (address >>> 8 & 0xff) + "." + (address & 0xff);
    }

    /**
     * Formats an IPv6 address.
     *
     * @param high the first 8 bytes
     * @param low the last 8 bytes
     * @return the text: {@code fd00::1}, in lower case, the longest run of at least two zero groups shortened (RFC
     *        5952, section 4)
     */
    public static String ipv6(long high, long low) {
        int runStart = GROUPS;
        int runLength = 1;
        for (int start = 0; start < GROUPS; start++) {
            int length = zeroRun(high, low, start);
            if (length > runLength) {
                runStart = start;
                runLength = length;
            }
        }
        var text = new StringBuilder(39);
        int group = 0;
        while (group < GROUPS) {
            if (group == runStart) {
                text.append("::");
                group += runLength;
            } else {
                if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                    text.append(':');
                }
                text.append(Integer.toHexString(group(high, low, group)));
                group++;
            }
        }
        return text.toString();
    }

    private static int zeroRun(long high, long low, int start) {
        int end = start;
        while (end < GROUPS && group(high, low, end) == 0) {
            end++;
        }
        return end - start;
    }

    private static int group(long high, long low, int index) {
        long half = index < 4 ? high : low;
        return (int) (half >>> (48 - 16 * (index & 3))) & 0xffff;
    }
}
