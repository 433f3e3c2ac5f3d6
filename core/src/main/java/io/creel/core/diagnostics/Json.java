package io.creel.core.diagnostics;

import java.util.List;
import java.util.StringJoiner;

/** What of JSON (RFC 8259) core writes. */
final class Json {
    private Json() {
    }

    /** A string, or {@code null}. */
    static String quote(String text) {
        if (text == null) {
            return "null";
        }
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c)) { // a lonely surrogate could not be encoded
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    /** Frames, as people write them. */
    static String frames(List<StackTraceElement> frames) {
        StringJoiner array = new StringJoiner(",", "[", "]");
        frames.forEach(frame -> array.add(quote(Frames.text(frame))));
        return array.toString();
    }
}
