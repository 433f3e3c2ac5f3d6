package io.creel.servers.http;

import org.jspecify.annotations.Nullable;

/**
 * One range of bytes of a representation (RFC 9110, section 14.1.2). Several ranges at once are not served: a server
 * may ignore the field (section 14.2), and many small ranges are a known way to overload one.
 *
 * @param first
 *            the first byte
 * @param last
 *            the last byte, at least {@code first}
 */
record ByteRange(long first, long last) {
    /** No byte of the representation is in the range. */
    static final ByteRange UNSATISFIABLE = new ByteRange(-1, -1);
    private static final String UNIT = "bytes=";
    private static final int MOST_DIGITS = 18;

    /** Reads a Range field; null if it is to be ignored: malformed, of another unit, or of several ranges. */
    static @Nullable ByteRange of(String field, long sizeBytes) {
        if (!field.regionMatches(true, 0, UNIT, 0, UNIT.length())) {
            return null;
        }
        String spec = field.substring(UNIT.length()).strip();
        int dash = spec.indexOf('-');
        if (dash < 0) {
            return null;
        }
        String from = spec.substring(0, dash);
        String to = spec.substring(dash + 1);
        if (!isNumber(from) || !isNumber(to) || from.isEmpty() && to.isEmpty()) {
            return null;
        }
        if (from.isEmpty()) {
            long suffix = Math.min(Long.parseLong(to), sizeBytes);
            return suffix == 0 ? UNSATISFIABLE : new ByteRange(sizeBytes - suffix, sizeBytes - 1);
        }
        long first = Long.parseLong(from);
        long last = to.isEmpty() ? sizeBytes - 1 : Math.min(Long.parseLong(to), sizeBytes - 1);
        if (!to.isEmpty() && Long.parseLong(to) < first) {
            return null; // malformed: section 14.1.1
        }
        return first >= sizeBytes ? UNSATISFIABLE : new ByteRange(first, last);
    }

    private static boolean isNumber(String text) {
        return text.length() <= MOST_DIGITS && text.chars().allMatch(each -> each >= '0' && each <= '9');
    }

    long bytes() {
        return last - first + 1;
    }
}
