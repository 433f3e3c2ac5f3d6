package io.creel.core.diagnostics;

import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Writes the part of JSON (RFC 8259) that core needs. */
final class Json {
    private Json() {
    }

    /** Returns a JSON string, or {@code null} as JSON. */
    static String quote(@Nullable String text) {
        if (text == null) {
            return "null";
        }
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c)) { // an unpaired surrogate could not be encoded
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    /** Returns a value as JSON: a map with text keys, a list, a text, a number, a boolean or {@code null}. */
    static String of(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                StringJoiner fields = new StringJoiner(",", "{", "}");
                map.forEach((name, field) -> fields.add(quote(String.valueOf(name)) + ":" + of(field)));
                yield fields.toString();
            }
            case List<?> list -> {
                StringJoiner elements = new StringJoiner(",", "[", "]");
                list.forEach(element -> elements.add(of(element)));
                yield elements.toString();
            }
            case Number number -> number.toString();
            case Boolean flag -> flag.toString();
            case null -> "null";
            default -> quote(value.toString());
        };
    }

    /** Returns an array of frames, each as people write it. */
    static String frames(List<StackTraceElement> frames) {
        StringJoiner array = new StringJoiner(",", "[", "]");
        frames.forEach(frame -> array.add(quote(Frames.text(frame))));
        return array.toString();
    }
}
