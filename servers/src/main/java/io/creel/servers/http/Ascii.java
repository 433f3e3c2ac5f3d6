package io.creel.servers.http;

import java.nio.charset.StandardCharsets;

/** Looks at bytes as characters of RFC 9110, section 5.6. Nothing but {@link #text} allocates. */
final class Ascii {
    private static final boolean[] TOKEN = table("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz"
            + "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    /** RFC 3986, section 2, without the fragment's mark; a percent sign is not looked behind. */
    private static final boolean[] TARGET = table("-._~:/?[]@!$&'()*+,;=%0123456789abcdefghijklmnopqrstuvwxyz"
            + "ABCDEFGHIJKLMNOPQRSTUVWXYZ\"<>\\^`{|}");
    /** RFC 3986, section 3.2.2 and 3.2.3, without user information. */
    private static final boolean[] HOST = table("-._~:[]!$&'()*+;=%0123456789abcdefghijklmnopqrstuvwxyz"
            + "ABCDEFGHIJKLMNOPQRSTUVWXYZ");

    private Ascii() {
    }

    private static boolean[] table(String characters) {
        boolean[] table = new boolean[256];
        for (byte each : characters.getBytes(StandardCharsets.US_ASCII)) {
            table[each] = true;
        }
        return table;
    }

    private static boolean isAll(boolean[] table, byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!table[bytes[i] & 0xff]) {
                return false;
            }
        }
        return true;
    }

    /** Whether there is at least one character, and all are those of a token (RFC 9110, section 5.6.2). */
    static boolean isToken(byte[] bytes, int from, int to) {
        return from < to && isAll(TOKEN, bytes, from, to);
    }

    /**
     * Whether all are characters of a request target. Some that RFC 3986 excludes are accepted, since browsers send
     * them and no parser takes them for a delimiter.
     */
    static boolean isTarget(byte[] bytes, int from, int to) {
        return isAll(TARGET, bytes, from, to);
    }

    /** Whether all are characters of a host with a port. */
    static boolean isHost(byte[] bytes, int from, int to) {
        return isAll(HOST, bytes, from, to);
    }

    /** Whether all are characters of a field value (RFC 9110, section 5.5). */
    static boolean isFieldValue(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            int character = bytes[i] & 0xff;
            if (character < ' ' && character != '\t' || character == 0x7f) {
                return false;
            }
        }
        return true;
    }

    static boolean isBlank(byte character) {
        return character == ' ' || character == '\t';
    }

    static boolean isDigit(byte character) {
        return character >= '0' && character <= '9';
    }

    /** Whether the bytes are this text. */
    static boolean is(byte[] bytes, int from, int to, String text) {
        return to - from == text.length() && startsWith(bytes, from, to, text);
    }

    static boolean startsWith(byte[] bytes, int from, int to, String text) {
        if (to - from < text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (bytes[from + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the bytes are this text of lower-case characters, in any case. */
    static boolean isIgnoringCase(byte[] bytes, int from, int to, String lower) {
        if (to - from != lower.length()) {
            return false;
        }
        for (int i = 0; i < lower.length(); i++) {
            int character = bytes[from + i];
            int folded = character >= 'A' && character <= 'Z' ? character + 32 : character;
            if (folded != lower.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** A number of decimal digits alone; −1 if it is none, or has more than 18 digits. */
    static long decimal(byte[] bytes, int from, int to) {
        if (from == to || to - from > 18) {
            return -1;
        }
        long value = 0;
        for (int i = from; i < to; i++) {
            if (!isDigit(bytes[i])) {
                return -1;
            }
            value = value * 10 + bytes[i] - '0';
        }
        return value;
    }

    /** The value of a hexadecimal digit; −1 if it is none. */
    static int hex(byte character) {
        return Character.digit(character & 0xff, 16);
    }

    static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
