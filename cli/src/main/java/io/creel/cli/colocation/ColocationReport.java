package io.creel.cli.colocation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** The tables of the experiment, as Markdown. */
final class ColocationReport {
    /** The most that MicroQuanta keeps packets waiting on purpose: the period without the runtime. */
    private static final double BLACKOUT_US = 100;
    private static final double P999 = 99.9;

    private final List<LineFigures> lines;

    ColocationReport(List<LineFigures> lines) {
        this.lines = List.copyOf(lines);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /** A latency with three significant digits, in microseconds. */
    static String us(double us) {
        if (Double.isInfinite(us)) {
            return "lost";
        }
        return us < 10 ? text("%.2f", us) : us < 100 ? text("%.1f", us) : text("%,.0f", us);
    }

    private String table(String head, String under, Function<LineFigures, String> row) {
        StringBuilder table = new StringBuilder(head).append('\n').append(under).append('\n');
        lines.forEach(each -> table.append(row.apply(each)).append('\n'));
        return table.toString();
    }

    /** Latencies raw and adjusted, losses, and the work that was left. */
    String latencies() {
        return table(
                "| | | p50 / p99 / p99.9 / p99.99 µs, raw | adjusted | raw p99.9 by round | lost of sent | work M/s | void |",
                "|---|---|---|---|---|---|---|---|",
                each -> text("| %s | %s | %s | %s | %s | %,d of %,d | %.3f | %s |", each.line().id(),
                        each.line().text(), four(each::us), each.isAdjusted() ? four(each::adjustedUs) : "–",
                        byRound(each), each.lost(), each.sent(), each.workMillions(), each.voidRounds()));
    }

    private static String four(DoubleUnaryOperator percentile) {
        return us(percentile.applyAsDouble(50)) + " / " + us(percentile.applyAsDouble(99)) + " / "
                + us(percentile.applyAsDouble(P999)) + " / " + us(percentile.applyAsDouble(99.99));
    }

    private static String byRound(LineFigures each) {
        List<String> all = new ArrayList<>();
        for (int round = 0; round < each.rounds(); round++) {
            all.add(us(each.us(round, P999)));
        }
        return String.join(" / ", all);
    }

    /** How well the generator kept its times, and what else ran. */
    String surroundings() {
        return table(
                "| | sent on time | late p99 / p99.99 µs | foreign on the core | foreign in all | stolen ms | compiled ms |",
                "|---|---|---|---|---|---|---|",
                each -> text("| %s | %.2f %% | %s / %s | %.2f %% | %.2f cores | %d | %d |", each.line().id(),
                        100 * each.onTime(),
                        us(each.latenessUs(99)), us(each.latenessUs(99.99)), 100 * each.foreignShare(),
                        each.foreignCores(), each.stolenMs(),
                        each.compiledMs()));
    }

    /** The packets that were lost, by the end that has counted them; empty if none was. */
    String losses() {
        StringBuilder text = new StringBuilder();
        for (LineFigures each : lines) {
            each.losses()
                    .forEach((by, packets) -> text.append(text("| %s | %s | %,d |%n", each.line().id(), by, packets)));
        }
        return text.isEmpty() ? "" : "| | lost, counted by | packets |\n|---|---|---|\n" + text;
    }

    /** The targets whose lines were run, each with its figure: adjusted if it is known. */
    String targets() {
        List<String> rows = new ArrayList<>();
        find("d").ifPresent(d -> ofClasses(rows, d));
        find("e").ifPresent(e -> {
            find("d").ifPresent(
                    d -> atMost(rows, "e: p99.9 µs ≤ d + the blackout", e.bestUs(P999), d.bestUs(P999) + BLACKOUT_US));
            atLeast(rows, "e: work, share of the core", e.workMillions(), 0.095);
        });
        bestOf("f", each -> each.bestUs(P999), each -> each.line().raisesSoftirqs()).ifPresent(f -> {
            atMost(rows, f.line().id() + " (better of f2, f3): p99.9 µs", f.bestUs(P999), 150);
            atMost(rows, f.line().id() + ": lost", f.lost(), 0);
        });
        return rows.isEmpty()
                ? ""
                : "| target | figure | bound | |\n|---|---|---|---|\n" + String.join("\n", rows) + "\n";
    }

    private void ofClasses(List<String> rows, LineFigures d) {
        atMost(rows, "d: p99 µs", d.bestUs(99), 20);
        atMost(rows, "d: p99.9 µs", d.bestUs(P999), 50);
        atMost(rows, "d: p99.99 µs", d.bestUs(99.99), 150);
        atMost(rows, "d: lost", d.lost(), 0);
        find("a").ifPresent(a -> atLeast(rows, "a ÷ d at p99.9", a.bestUs(P999) / d.bestUs(P999), 100));
        find("b3").ifPresent(b -> atMost(rows, "b3 ÷ d at p99.9", b.bestUs(P999) / d.bestUs(P999), 2));
        bestOf("c", each -> each.bestUs(50), _ -> true)
                .ifPresent(c -> atLeast(rows, "best c (" + c.line().id() + ") ÷ d at p50", c.bestUs(50) / d.bestUs(50),
                        3));
        bestOf("c", each -> each.bestUs(P999), _ -> true).ifPresent(c -> {
            atLeast(rows, "best c (" + c.line().id() + ") ÷ d at p99.9", c.bestUs(P999) / d.bestUs(P999), 1.7);
            atLeast(rows, "work of d ÷ work of " + c.line().id(), d.workMillions() / c.workMillions(), 1);
        });
    }

    private static void atMost(List<String> rows, String what, double figure, double bound) {
        row(rows, what, figure, "≤ ", bound, figure <= bound);
    }

    private static void atLeast(List<String> rows, String what, double figure, double bound) {
        row(rows, what, figure, "≥ ", bound, figure >= bound);
    }

    private static void row(List<String> rows, String what, double figure, String sign, double bound, boolean met) {
        rows.add(text("| %s | %.4g | %s%.4g | %s |", what, figure, sign, bound, met ? "met" : "missed"));
    }

    private Optional<LineFigures> find(String id) {
        return lines.stream().filter(each -> each.line().id().equals(id)).findFirst();
    }

    private Optional<LineFigures> bestOf(String part, ToDoubleFunction<LineFigures> figure,
            Predicate<LineFigures> which) {
        return lines.stream().filter(each -> each.line().id().startsWith(part)).filter(which)
                .min(Comparator.comparingDouble(figure));
    }
}
