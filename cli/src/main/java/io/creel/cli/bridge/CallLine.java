package io.creel.cli.bridge;

import io.creel.ip.IpAddress;
import java.util.List;

/** The words of a call, and the bytes behind its line. */
final class CallLine {
    private final List<String> words;
    private final byte[] bytes;

    CallLine(String line, byte[] bytes) {
        // A C string may end with its NUL.
        words = List.of(line.replace('\0', ' ').strip().split("\\s+"));
        this.bytes = bytes;
    }

    /** The first word. */
    String name() {
        return words.getFirst();
    }

    byte[] bytes() {
        return bytes;
    }

    /** Refuses too few or too many words behind the name. */
    void require(int least, int most) {
        int there = words.size() - 1;
        if (there < least || there > most) {
            throw new CallFailure(LinuxError.EINVAL,
                    "wrong number of words behind the call: call=" + name() + ", words="
                            + there + ", least=" + least + ", most=" + most);
        }
    }

    boolean has(int index) {
        return index < words.size();
    }

    /** A number, decimal or hexadecimal with {@code 0x}. */
    long number(int index) {
        String word = words.get(index);
        try {
            return word.startsWith("0x") ? Long.parseLong(word.substring(2), 16) : Long.parseLong(word);
        } catch (NumberFormatException notOne) {
            throw new CallFailure(LinuxError.EINVAL, "not a number: call=" + name() + ", position=" + index + ", word="
                    + shorten(word));
        }
    }

    /** A number that fits into the {@code int} of the kernel's interface; larger ones are refused. */
    int integer(int index) {
        long value = number(index);
        if (value < Integer.MIN_VALUE || value > 0xffff_ffffL) {
            throw new CallFailure(LinuxError.EINVAL, "number out of bounds: call=" + name() + ", position=" + index
                    + ", value=" + value);
        }
        return (int) value;
    }

    /** A port, 0 to 65535. */
    int port(int index) {
        long value = number(index);
        if (value < 0 || value > 0xffff) {
            throw new CallFailure(LinuxError.EINVAL, "port out of bounds: call=" + name() + ", port=" + value);
        }
        return (int) value;
    }

    /** An address as text; IPv6 also in brackets. */
    IpAddress address(int index) {
        String word = words.get(index);
        String bare = word.startsWith("[") && word.endsWith("]") ? word.substring(1, word.length() - 1) : word;
        try {
            return IpAddress.parse(bare);
        } catch (IllegalArgumentException notOne) {
            throw new CallFailure(LinuxError.EINVAL, "not an address: call=" + name() + ", word=" + shorten(word));
        }
    }

    /** The bytes, of which the line says how many there are. */
    byte[] payload(int index) {
        long said = number(index);
        if (said != bytes.length) {
            throw new CallFailure(LinuxError.EINVAL,
                    "the line and the record differ in the number of bytes: call=" + name()
                            + ", line=" + said + ", record=" + bytes.length);
        }
        return bytes;
    }

    private static String shorten(String word) {
        return word.length() > 40 ? word.substring(0, 40) + "…" : word;
    }
}
