package io.creel.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Measures Creel's servers beside those on the kernel's TCP, in parts. Needs root, two cores and wrk. All of it takes
 * several times five minutes; a part takes less than five.
 */
final class ServersQuestion implements Question {
    static final String BASELINE = "creel";

    /** Less than this is not made by the operations: an object has 16 bytes. */
    private static final double LEAST_GARBAGE_BYTES = 0.5;

    private final String name;
    private final String asks;
    private final String note;
    private final List<ServerPart> parts = List.of(new HttpPart(), new EchoPart(), new BulkPart(), new LossPart(),
            new ClassesPart());
    private String remarks = "";
    /** The last run; null before the first one. */
    private ServerRun run;

    ServersQuestion(String name, String asks, String note) {
        this.name = name;
        this.asks = asks;
        this.note = note;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String asks() {
        return asks;
    }

    @Override
    public String note() {
        return remarks + note;
    }

    List<ServerPart> parts() {
        return parts;
    }

    @Override
    public List<Row> answer(Settings settings, Progress progress) throws Exception {
        var wanted = settings.jmh().getParameter("part")
                .orElse(parts.stream().map(ServerPart::name).toList());
        for (String word : wanted) {
            if (parts.stream().noneMatch(part -> part.name().equals(word))) {
                throw new IOException("no such part: part=" + word + ", parts="
                        + parts.stream().map(ServerPart::name).toList());
            }
        }
        ServerLink.requireCores();
        run = new ServerRun(settings);
        String before = load();
        List<Row> rows = new ArrayList<>();
        for (ServerPart part : parts) {
            if (!wanted.contains(part.name())) {
                continue;
            }
            List<Sample> samples = new ArrayList<>();
            for (int round = 0; round < settings.rounds(); round++) {
                List<Sample> measured = part.round(round, run);
                samples.addAll(measured);
                measured.forEach(progress::finished);
            }
            rows.addAll(Ratios.rows(name, BASELINE, samples));
        }
        remarks = "Load average before and after: " + before + " and " + load() + ". " + run.remarks();
        return rows;
    }

    private static String load() throws IOException {
        return Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
    }

    @Override
    public String table(List<Row> rows) {
        var text = new StringBuilder("""
                                     | what | of Creel | beside | of that | ratio (range) | target | met |
                                     |---|---|---|---|---|---|---|
                                     """);
        for (Row row : rows) {
            if (!row.peer().equals(BASELINE)) {
                text.append(line(row, baseline(row, rows))).append('\n');
            }
        }
        rows.stream().filter(this::isGarbageMeasured).forEach(row -> text.append(garbage(row)).append('\n'));
        return text.append('\n').toString();
    }

    private boolean isGarbageMeasured(Row row) {
        return row.peer().equals(BASELINE) && !Double.isNaN(row.bytesPerOp()) && parts.stream()
                .filter(ServerPart::isWithoutGarbage).flatMap(part -> part.goals().stream())
                .anyMatch(goal -> goal.what().equals(row.params().get("what")));
    }

    private static String garbage(Row row) {
        return String.format(Locale.ROOT, "| %s, garbage per operation | %.2f B | — | — | — | 0 B | %s |",
                row.params().get("what"), row.bytesPerOp(), row.bytesPerOp() < LEAST_GARBAGE_BYTES ? "yes" : "no");
    }

    private static Row baseline(Row of, List<Row> rows) {
        return rows.stream().filter(row -> row.peer().equals(BASELINE) && row.params().equals(of.params())).findFirst()
                .orElseThrow();
    }

    private String line(Row row, Row creel) {
        String what = row.params().get("what");
        ServerGoal goal = parts.stream().flatMap(part -> part.goals().stream())
                .filter(each -> each.what().equals(what) && each.peer().equals(row.peer())).findFirst().orElse(null);
        String unit = parts.stream().flatMap(part -> part.goals().stream()).filter(each -> each.what().equals(what))
                .findFirst().orElseThrow().unit();
        return String.format(Locale.ROOT, "| %s, %s | %s | %s | %s | %.2f × (± %.0f %%) | %s | %s |", what, unit,
                number(creel.nsPerOp()), row.peer(), number(row.nsPerOp()), row.ratioToBaseline(),
                row.ratioNoisePercent(), goal == null ? "—" : goal.target(),
                goal == null ? "—" : verdict(goal, row, creel));
    }

    private String verdict(ServerGoal goal, Row row, Row creel) {
        String met = goal.isMetBy(row.ratioToBaseline()) ? "yes" : "no";
        return run != null && (run.isDisturbed(row) || run.isDisturbed(creel)) ? "void (" + met + ")" : met;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%.2f" : "%,.0f", value);
    }
}
