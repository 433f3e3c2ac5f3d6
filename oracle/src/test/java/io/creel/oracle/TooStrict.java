package io.creel.oracle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The lists of what the verifier rejects and no check sees, and of checks that see a fault under another code. */
final class TooStrict {
    private TooStrict() {
    }

    /** Returns the programs that break no check, each with the reason. */
    static Map<String, String> programs() throws IOException {
        return read("too-strict.txt");
    }

    /** Returns the reasons for pairs of codes, such as {@code CR003 CR001}. */
    static Map<String, String> equivalents() throws IOException {
        return read("equivalent-codes.txt");
    }

    private static Map<String, String> read(String name) throws IOException {
        Map<String, String> rows = new LinkedHashMap<>();
        try (InputStream in = TooStrict.class.getResourceAsStream(name)) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                if (!line.isBlank() && !line.startsWith("//")) {
                    String[] parts = line.split(" — ", 2);
                    if (parts.length < 2 || rows.put(parts[0].strip(), parts[1].strip()) != null) {
                        throw new IllegalStateException(
                                "row without a reason, or twice: file=" + name + ", row=" + line);
                    }
                }
            }
        }
        return rows;
    }
}
