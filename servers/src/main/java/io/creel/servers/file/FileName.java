package io.creel.servers.file;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The name of a file in the path of a request (RFC 3986, section 3.3). */
final class FileName {
    private FileName() {
    }

    /**
     * Decodes a path to a name relative to the root; null if it names no file below it: an empty segment, {@code .} or
     * {@code ..}, a slash or control character in a segment, a malformed escape. Looks at the segments after decoding,
     * once, so an escape cannot hide anything.
     */
    static @Nullable String of(String path) {
        if (!path.startsWith("/")) {
            return null;
        }
        String[] segments = path.substring(1).split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            String segment = decoded(segments[i]);
            if (segment == null || segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                return null;
            }
            segments[i] = segment;
        }
        return String.join("/", segments);
    }

    private static @Nullable String decoded(String segment) {
        var bytes = new ByteArrayOutputStream(segment.length());
        for (int i = 0; i < segment.length(); i++) {
            int character = segment.charAt(i);
            if (character == '%') {
                int high = i + 2 < segment.length() ? Character.digit(segment.charAt(i + 1), 16) : -1;
                int low = high < 0 ? -1 : Character.digit(segment.charAt(i + 2), 16);
                if (low < 0) {
                    return null;
                }
                character = high * 16 + low;
                i += 2;
            }
            if (character < ' ' || character == '/' || character == '\\' || character == 0x7f) {
                return null;
            }
            bytes.write(character);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
