package io.creel.cli.sim;

import io.creel.cli.report.TextTable;
import java.util.List;
import java.util.Locale;

/** The rows of experiments as a table, the same bytes for the same seed. The repository has a snapshot of it. */
final class ExperimentsText {
    /** Name, expected, measured with half of its interval, unit, deviation, verdict. */
    private static final TextTable TABLE = new TextTable().left(2, 58).right(1, 9).right(1, 9).left(0, 0).left(1, 2)
            .right(1, 7).left(0, 0);

    private ExperimentsText() {
    }

    static String of(Experiment experiment, List<ExperimentRow> rows) {
        StringBuilder text = new StringBuilder(experiment.id()).append("  ").append(experiment.question()).append('\n');
        for (ExperimentRow row : rows) {
            text.append(
                    TABLE.row(row.what(), number(row.expected()), number(row.measured()), halfWidth(row), row.unit(),
                            deviation(row), row.isWithin() ? "" : "  OFF"))
                    .append('\n');
            if (!row.remark().isEmpty()) {
                text.append("      ").append(row.remark()).append('\n');
            }
        }
        return text.append('\n').toString();
    }

    static String number(double value) {
        if (Double.isNaN(value)) {
            return "-";
        }
        if (Double.isInfinite(value)) {
            return "dropped";
        }
        return String.format(Locale.ROOT, value < 2 ? "%.3f" : value < 100 ? "%.2f" : "%.0f", value);
    }

    /** Returns half of the 95 % interval if several seeds were run; otherwise spaces. */
    static String halfWidth(ExperimentRow row) {
        return Double.isNaN(row.halfWidth()) ? "" : String.format(Locale.ROOT, " ± %-6s", number(row.halfWidth()));
    }

    static String deviation(ExperimentRow row) {
        return Double.isNaN(row.expected()) || row.expected() == 0 || Double.isInfinite(row.measured())
                ? ""
                : String.format(Locale.ROOT, "%+.1f %%", 100 * (row.measured() / row.expected() - 1));
    }
}
