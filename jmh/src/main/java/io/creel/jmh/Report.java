package io.creel.jmh;

import io.creel.cli.report.JsonWriter;
import io.creel.cli.report.TextTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes rows as a text table, and as JSON whose fields are a contract (added, not renamed). */
final class Report {
    private Report() {
    }

    /** Writes {@code <directory>/<benchmark>.json}. */
    static Path write(Path directory, String benchmark, List<Row> rows) throws IOException {
        Files.createDirectories(directory);
        return Files.writeString(directory.resolve(benchmark + ".json"), json(rows));
    }

    /** Returns a list of objects, one per line; a number that was not measured is {@code null}. */
    static String json(List<Row> rows) {
        JsonWriter json = new JsonWriter().begin('[');
        for (Row row : rows) {
            json.next().beginLine('{').field("benchmark", row.benchmark()).field("peer", row.peer()).name("params")
                    .begin('{');
            row.params().forEach(json::field);
            json.end('}').field("nsPerOp", row.nsPerOp(), 2).field("bytesPerOp", row.bytesPerOp(), 2)
                    .field("ratioToBaseline", row.ratioToBaseline(), 3).field("noisePercent", row.noisePercent(), 1)
                    .field("ratioNoisePercent", row.ratioNoisePercent(), 1).field("rounds", row.rounds()).end('}');
        }
        return json.end(']').toString();
    }

    /** Returns one block per set of parameters, with one line per peer, the cheapest first. */
    static String table(List<Row> rows) {
        int width = rows.stream().mapToInt(row -> row.peer().length()).max().orElse(0);
        TextTable table = new TextTable().left(2, width).right(0, 12).right(0, 12).right(0, 12).right(0, 14);
        StringBuilder text = new StringBuilder();
        for (Map<String, String> params : rows.stream().map(Row::params).distinct().toList()) {
            text.append(title(params)).append('\n');
            text.append(table.row("", "ns/op", "B/op", "x baseline", "noise")).append('\n');
            rows.stream().filter(row -> row.params().equals(params))
                    .sorted((a, b) -> Double.compare(a.ratioToBaseline(), b.ratioToBaseline()))
                    .forEach(row -> text.append(line(row, table)).append('\n'));
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

    private static String line(Row row, TextTable table) {
        return table.row(row.peer(), Double.isNaN(row.nsPerOp()) ? "-" : number(row.nsPerOp(), 1),
                number(row.bytesPerOp(), 1), String.format(Locale.ROOT, "%.2f", row.ratioToBaseline()),
                String.format(Locale.ROOT, "%.0f%%", row.ratioNoisePercent()));
    }

    private static String number(double value, int digits) {
        if (!Double.isFinite(value)) {
            return "null";
        }
        double positiveZero = Math.abs(value) < 0.5 * Math.pow(10, -digits) ? 0 : value;
        return String.format(Locale.ROOT, "%." + digits + "f", positiveZero);
    }
}
