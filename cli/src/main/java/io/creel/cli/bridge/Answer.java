package io.creel.cli.bridge;

import java.nio.charset.StandardCharsets;

/**
 * What a call answers: {@code RESULT ERRNO NUMBERS…} and bytes.
 *
 * @param line
 *            without its line feed
 * @param bytes
 *            behind the line
 */
record Answer(String line, byte[] bytes) {
    private static final byte[] NONE = {};

    /** A result, further words, no bytes. */
    static Answer of(long result, Object... words) {
        return of(NONE, result, words);
    }

    /** A result, further words, and bytes. */
    static Answer of(byte[] bytes, long result, Object... words) {
        var line = new StringBuilder().append(result).append(" 0");
        for (Object word : words) {
            line.append(' ').append(word);
        }
        return new Answer(line.toString(), bytes);
    }

    /** −1 and the error number; the bytes are the sentence, if there is one. */
    static Answer of(CallFailure failure) {
        return new Answer("-1 " + failure.errno().number(), failure.getMessage().getBytes(StandardCharsets.UTF_8));
    }

    /** Whether the call failed. */
    boolean isFailure() {
        return line.startsWith("-1 ");
    }
}
