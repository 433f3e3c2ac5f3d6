package io.creel.cli.groups;

import io.creel.sim.stats.Distribution;
import java.util.List;
import java.util.Locale;

/** Rows as a table of Markdown. */
final class MarkdownTable {
    private MarkdownTable() {
    }

    static String of(List<String> head, List<List<String>> rows) {
        var text = new StringBuilder(row(head)).append("|---".repeat(head.size())).append("|\n");
        rows.forEach(each -> text.append(row(each)));
        return text.toString();
    }

    private static String row(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    /** {@return the median and the 99th percentile in microseconds; a dash if there are no values} */
    static String us(Distribution ns) {
        return ns.count() == 0
                ? "-"
                : String.format(Locale.ROOT, "%.1f / %.1f", ns.percentile(50) / 1e3, ns.percentile(99) / 1e3);
    }
}
