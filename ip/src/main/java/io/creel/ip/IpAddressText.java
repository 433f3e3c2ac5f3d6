package io.creel.ip;

import org.jspecify.annotations.Nullable;

/** Reads addresses as people write them: RFC 4291, section 2.2, and dotted quads without leading zeros. */
final class IpAddressText {
    private static final int GROUPS = 8;

    private IpAddressText() {
    }

    static IpAddress parse(String text) {
        IpAddress address = text.indexOf(':') < 0 ? ipv4(text) : ipv6(text);
        if (address == null) {
            throw new IllegalArgumentException("not an IP address: text=" + text + "; write 10.0.0.1 or fd00::1");
        }
        return address;
    }

    private static @Nullable IpAddress ipv4(String text) {
        long bits = quad(text);
        return bits < 0 ? null : IpAddress.ofIpv4((int) bits);
    }

    /** The 32 bits of a dotted quad; −1 if it is none. */
    private static long quad(String text) {
        String[] parts = text.split("\\.", -1);
        long bits = 0;
        for (String part : parts) {
            // A leading zero means octal to some readers, so it is refused.
            if (!part.matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(part) > 255) {
                return -1;
            }
            bits = bits << 8 | Integer.parseInt(part);
        }
        return parts.length == 4 ? bits : -1;
    }

    private static @Nullable IpAddress ipv6(String text) {
        String groups = text;
        int dot = text.indexOf('.');
        if (dot >= 0) {
            int start = text.lastIndexOf(':') + 1;
            long bits = quad(text.substring(start));
            if (bits < 0) {
                return null;
            }
            groups = text.substring(0, start) + Long.toHexString(bits >>> 16) + ":" + Long.toHexString(bits & 0xffff);
        }
        int gap = groups.indexOf("::");
        if (gap != groups.lastIndexOf("::")) {
            return null;
        }
        int[] front = groups(gap < 0 ? groups : groups.substring(0, gap));
        int[] back = groups(gap < 0 ? "" : groups.substring(gap + 2));
        if (front == null || back == null) {
            return null;
        }
        int known = front.length + back.length;
        if (gap < 0 ? known != GROUPS : known >= GROUPS) {
            return null;
        }
        long high = 0;
        long low = 0;
        for (int i = 0; i < GROUPS; i++) {
            int fromEnd = i - (GROUPS - back.length);
            long group = i < front.length ? front[i] : fromEnd >= 0 ? back[fromEnd] : 0;
            if (i < 4) {
                high = high << 16 | group;
            } else {
                low = low << 16 | group;
            }
        }
        return new IpAddress(high, low);
    }

    private static int @Nullable [] groups(String text) {
        if (text.isEmpty()) {
            return new int[0];
        }
        String[] parts = text.split(":", -1);
        int[] values = new int[parts.length];
        for (int i = 0; i < parts.length; i++) {
            if (!parts[i].matches("[0-9a-fA-F]{1,4}")) {
                return null;
            }
            values[i] = Integer.parseInt(parts[i], 16);
        }
        return values.length <= GROUPS ? values : null;
    }
}
