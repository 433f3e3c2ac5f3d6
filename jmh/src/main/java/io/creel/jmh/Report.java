package io.creel.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes rows down: as a table for people, and as JSON whose fields are a contract (added, never renamed). */
final class Report {
    private static final List<String> HEADER = List.of("ns/op", "B/op", "x baseline", "noise");

    private Report() {
    }

    /** Writes {@code <directory>/<benchmark>.json}. */
    static Path write(Path directory, String benchmark, List<Row> rows) throws IOException {
        Files.createDirectories(directory);
        return Files.writeString(directory.resolve(benchmark + ".json"), json(rows));
    }

    /** A list of objects, one a line; a number that was not measured is {@code null}. */
    static String json(List<Row> rows) {
        List<String> lines = new ArrayList<>();
        for (Row row : rows) {
            List<String> params = new ArrayList<>();
            row.params().forEach((name, value) -> params.add(quote(name) + ": " + quote(value)));
            lines.add("  {\"benchmark\": " + quote(row.benchmark()) + ", \"peer\": " + quote(row.peer())
                    + ", \"params\": {" + String.join(", ", params) + "}, \"nsPerOp\": " + number(row.nsPerOp(), 2)
                    + ", \"bytesPerOp\": " + number(row.bytesPerOp(), 2) + ", \"ratioToBaseline\": "
                    + number(row.ratioToBaseline(), 3) + ", \"noisePercent\": " + number(row.noisePercent(), 1)
                    + ", \"ratioNoisePercent\": " + number(row.ratioNoisePercent(), 1) + ", \"rounds\": " + row.rounds()
                    + "}");
        }
        return "[\n" + String.join(",\n", lines) + "\n]\n";
    }

    /** One block per set of parameters, one line per peer, the cheapest first. */
    static String table(List<Row> rows) {
        int width = rows.stream().mapToInt(row -> row.peer().length()).max().orElse(0);
        StringBuilder text = new StringBuilder();
        for (Map<String, String> params : rows.stream().map(Row::params).distinct().toList()) {
            text.append(title(params)).append('\n');
            text.append("  ").append(" ".repeat(width))
                    .append(String.format(Locale.ROOT, "%12s%12s%12s%14s%n", HEADER.toArray()));
            rows.stream().filter(row -> row.params().equals(params))
                    .sorted((a, b) -> Double.compare(a.ratioToBaseline(), b.ratioToBaseline()))
                    .forEach(row -> text.append(line(row, width)));
            text.append('\n');
        }
        return text.toString();
    }

    private static String title(Map<String, String> params) {
        List<String> parts = new ArrayList<>();
        params.forEach((name, value) -> parts.add(name + " " + grouped(value)));
        return String.join(", ", parts);
    }

    private static String grouped(String value) {
        return value.matches("\\d{4,18}") ? String.format(Locale.ROOT, "%,d", Long.parseLong(value)) : value;
    }

    private static String line(Row row, int width) {
        return String.format(Locale.ROOT, "  %-" + width + "s%12s%12s%12.2f%13.0f%%%n", row.peer(),
                Double.isNaN(row.nsPerOp()) ? "-" : number(row.nsPerOp(), 1), number(row.bytesPerOp(), 1),
                row.ratioToBaseline(), row.ratioNoisePercent());
    }

    private static String number(double value, int digits) {
        if (!Double.isFinite(value)) {
            return "null";
        }
        double positiveZero = Math.abs(value) < 0.5 * Math.pow(10, -digits) ? 0 : value;
        return String.format(Locale.ROOT, "%." + digits + "f", positiveZero);
    }

    private static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
