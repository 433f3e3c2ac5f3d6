package io.creel.servers.memcached;

/**
 * A copy of a command line, cut at its blanks into words. The copy stays while a value is read. Allocates nothing once
 * it is made. One coroutine.
 */
final class TextLine {
    private final int[] begins;
    private final int[] ends;
    private final byte[] bytes;
    private int count;

    TextLine(int lineBytes) {
        bytes = new byte[lineBytes];
        begins = new int[lineBytes / 2 + 1];
        ends = new int[lineBytes / 2 + 1];
    }

    /** Cuts the bytes of a line, without its end. */
    void cut(byte[] in, int from, int length) {
        System.arraycopy(in, from, bytes, 0, length);
        int to = length;
        count = 0;
        int at = 0;
        while (at < to) {
            while (at < to && bytes[at] == ' ') {
                at++;
            }
            int begin = at;
            while (at < to && bytes[at] != ' ') {
                at++;
            }
            if (at > begin) {
                begins[count] = begin;
                ends[count++] = at;
            }
        }
    }

    int words() {
        return count;
    }

    byte[] bytes() {
        return bytes;
    }

    int begin(int word) {
        return begins[word];
    }

    int end(int word) {
        return ends[word];
    }

    int length(int word) {
        return ends[word] - begins[word];
    }

    boolean is(int word, String text) {
        if (word >= count || length(word) != text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (bytes[begins[word] + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a word is a number with digits alone, up to 20, that fits 64 bits without a sign. */
    boolean isUnsigned(int word) {
        return isUnsigned(bytes, begins[word], ends[word]);
    }

    static boolean isUnsigned(byte[] bytes, int from, int to) {
        if (from == to || to - from > 20) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return false;
            }
        }
        if (to - from < 20) {
            return true;
        }
        long head = unsigned(bytes, from, to - 1);
        // 2^64 - 1 is 18446744073709551615
        int order = Long.compareUnsigned(head, 1_844_674_407_370_955_161L);
        return order < 0 || order == 0 && bytes[to - 1] <= '5';
    }

    /** The value of a word that is one. */
    long unsigned(int word) {
        return unsigned(bytes, begins[word], ends[word]);
    }

    static long unsigned(byte[] bytes, int from, int to) {
        long value = 0;
        for (int i = from; i < to; i++) {
            value = value * 10 + bytes[i] - '0';
        }
        return value;
    }

    /** Whether a word is a number of up to 18 digits, perhaps with a minus. */
    boolean isSigned(int word) {
        int from = begins[word];
        int first = bytes[from] == '-' ? from + 1 : from;
        return ends[word] - first <= 18 && isUnsigned(bytes, first, ends[word]);
    }

    /** The value of a word that is one. */
    long signed(int word) {
        int from = begins[word];
        return bytes[from] == '-' ? -unsigned(bytes, from + 1, ends[word]) : unsigned(bytes, from, ends[word]);
    }
}
