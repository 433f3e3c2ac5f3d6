package io.creel.cli.top;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lays an {@link Interval} out in lines of text. A section that the program has nothing for takes no line. If the lines
 * do not suffice, each section keeps its heading and its first rows, and says how many rows it leaves out.
 */
final class TopScreen {
    /** The smallest width, in columns. */
    static final int MIN_COLUMNS = 80;
    /** The smallest height, in lines. */
    static final int MIN_LINES = 16;
    private static final int BAR = 10;
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

    /** How a line looks. */
    enum Look {
        PLAIN, TITLE, HEADING, ALARM
    }

    /** A line of the screen. */
    record ScreenLine(Look look, String text) {
    }

    private record Section(String heading, List<ScreenLine> rows) {
    }

    private final int columns;
    private final int lines;

    /**
     * Makes a layout.
     *
     * @param columns
     *            the width, at least {@link #MIN_COLUMNS}
     * @param lines
     *            the most lines; {@link Integer#MAX_VALUE} for as many as there are
     */
    TopScreen(int columns, int lines) {
        this.columns = columns;
        this.lines = lines;
    }

    /**
     * Lays out an interval.
     *
     * @param state
     *            a word for the title, such as {@code paused}; may be empty
     * @return lines without line feeds, none wider than the screen
     */
    List<ScreenLine> lines(long pid, Interval seen, String state) {
        List<Section> sections = Stream.of(groups(seen), workers(seen), classes(seen), nics(seen), carriers(seen),
                stashes(seen)).filter(section -> !section.rows.isEmpty()).toList();
        List<ScreenLine> all = new ArrayList<>();
        all.add(new ScreenLine(Look.TITLE, title(pid, seen, state)));
        if (sections.isEmpty()) {
            all.add(new ScreenLine(Look.PLAIN, ""));
            all.add(new ScreenLine(Look.PLAIN, "No worker, class, NIC or waiting coroutine is there now."));
        }
        int[] shown = room(sections, lines - 1);
        for (int i = 0; i < sections.size(); i++) {
            if (shown[i] < 0) {
                continue;
            }
            Section section = sections.get(i);
            all.add(new ScreenLine(Look.PLAIN, ""));
            all.add(new ScreenLine(Look.HEADING, section.heading));
            all.addAll(section.rows.subList(0, shown[i]));
            if (shown[i] < section.rows.size()) {
                all.add(new ScreenLine(Look.PLAIN, "  … " + (section.rows.size() - shown[i]) + " more"));
            }
        }
        return all.stream().map(line -> new ScreenLine(line.look, cut(line.text, columns))).toList();
    }

    /** Returns how many rows of each section are shown; -1 for a section without room for its heading. */
    private static int[] room(List<Section> sections, int lines) {
        int[] shown = new int[sections.size()];
        int left = lines;
        for (int i = 0; i < shown.length; i++) { // a blank, the heading, and one row or the line that says how many
            shown[i] = left >= 3 ? 0 : -1;
            left -= shown[i] < 0 ? 0 : 3;
        }
        boolean grows = true;
        while (grows) {
            grows = false;
            for (int i = 0; i < shown.length; i++) {
                int rows = sections.get(i).rows.size();
                if (shown[i] < 0 || shown[i] >= rows) {
                    continue;
                }
                boolean last = shown[i] == rows - 1; // the row takes the place of the line that counts the rest
                if (last || left > 0) {
                    shown[i]++;
                    left -= last ? 0 : 1;
                    grows = true;
                }
            }
        }
        return shown;
    }

    private String title(long pid, Interval seen, String state) {
        String left = "creel top   pid " + pid + (state.isEmpty() ? "" : "   " + state)
                + (seen.now.isRecording() ? "   recording" : "");
        String right = CLOCK.format(Instant.ofEpochMilli(seen.now.takenAtMs()).atZone(ZoneId.systemDefault()));
        return left + " ".repeat(Math.max(1, columns - left.length() - right.length())) + right;
    }

    private Section groups(Interval seen) {
        int name = columns - 56;
        return new Section(left("GROUP", name) + right("WORKERS", 10) + right("STARTED/s", 12) + right("RESUMED/s", 12)
                + right("ALIVE", 11) + right("FAILED", 11),
                seen.groups().stream().map(row -> new ScreenLine(row.failed() > 0 ? Look.ALARM : Look.PLAIN,
                        left(row.name(), name) + right(Quantity.count(row.workers()), 10)
                                + right(Quantity.count(row.createdPerSecond()), 12)
                                + right(Quantity.count(row.resumedPerSecond()), 12)
                                + right(Quantity.count(row.outstanding()), 11)
                                + right(Quantity.count(row.failed()), 11)))
                        .toList());
    }

    private Section workers(Interval seen) {
        int runs = columns - 52;
        return new Section(left("WORKER", 18) + right("BUSY", 7) + "  " + left("", BAR) + right("RESUMED/s", 12) + "   "
                + left("RUNS", runs),
                seen.workers().stream().map(row -> new ScreenLine(Look.PLAIN,
                        left(row.name(), 18) + right(busy(row.busyPercent()), 7) + "  "
                                + bar(row.busyPercent()) + right(Quantity.count(row.resumedPerSecond()), 12) + "   "
                                + cut(row.runs() == null ? "-" : row.runs(), runs)))
                        .toList());
    }

    private static String busy(double percent) {
        return Double.isNaN(percent) ? "-" : Math.round(percent) + " %";
    }

    private static String bar(double percent) {
        int full = (int) Math.round(percent / 100 * BAR); // 0 for NaN
        return "█".repeat(full) + "·".repeat(BAR - full);
    }

    private Section classes(Interval seen) {
        int name = 16;
        int policy = columns - 61;
        return new Section(left("CLASS", name) + left("WHERE × WHEN", policy) + right("RUN/s", 7) + right("WAIT", 7)
                + right("p50", 8) + right("p99", 8) + right("p99.9", 8) + right("REFUSE", 7),
                seen.classes().stream().map(row -> new ScreenLine(row.refusedPerSecond() > 0 ? Look.ALARM : Look.PLAIN,
                        left(row.name(), name) + left(policy(row, policy - 1), policy)
                                + right(row.latencies() == null ? "-" : Quantity.count(row.perSecond()), 7)
                                + right(Quantity.count(row.waiting()), 7) + right(percentile(row.latencies(), 50), 8)
                                + right(percentile(row.latencies(), 99), 8)
                                + right(percentile(row.latencies(), 99.9), 8)
                                + right(Quantity.count(row.refused()), 7)))
                        .toList());
    }

    /** Returns where × when, without their numbers if these do not fit. */
    private static String policy(Interval.ClassRow row, int width) {
        String mark = row.swapping() ? " ⇄" : "";
        String whole = row.where() + " × " + row.when() + mark;
        return whole.length() <= width ? whole : whole.replaceAll("\\([^)]*\\)", "");
    }

    private static String percentile(Buckets latencies, double percent) {
        return latencies == null ? "-" : Quantity.time(latencies.percentileNs(percent));
    }

    private Section nics(Interval seen) {
        int name = columns - 60;
        List<ScreenLine> rows = new ArrayList<>();
        for (Interval.NicRow row : seen.nics()) {
            rows.add(new ScreenLine(row.lostPackets() > 0 || row.fault() != null ? Look.ALARM : Look.PLAIN,
                    left(row.name(), name) + right(Quantity.count(row.rxPackets()), 10)
                            + right(Quantity.count(row.rxBits()), 10) + right(Quantity.count(row.txPackets()), 10)
                            + right(Quantity.count(row.txBits()), 10) + right(Quantity.count(row.lostPackets()), 10)
                            + right(Quantity.count(row.lost()), 10)));
            if (row.fault() != null) {
                rows.add(new ScreenLine(Look.ALARM, "  " + row.fault()));
            }
            String reasons = losses(row.counters());
            if (!reasons.isEmpty()) {
                rows.add(new ScreenLine(Look.PLAIN, "  " + reasons));
            }
        }
        return new Section(left("NIC", name) + right("RX pkt/s", 10) + right("bit/s", 10) + right("TX pkt/s", 10)
                + right("bit/s", 10) + right("LOST/s", 10) + right("LOST", 10), rows);
    }

    /** Returns the counters that say why packets were lost or refused. */
    private static String losses(Map<String, Object> counters) {
        return counters.entrySet().stream()
                .filter(each -> !each.getKey().matches("[RT]X_(PACKETS|BYTES)|TX_SYSTEM_CALLS|.*_EMPTY|KEPT"))
                .map(each -> each.getKey() + "=" + each.getValue()).collect(Collectors.joining(", "));
    }

    private Section carriers(Interval seen) {
        int runs = columns - 55;
        return new Section(left("CARRIER", 20) + left("THREAD", 20) + right("RESUMED/s", 12) + "   "
                + left("RUNS", runs),
                seen.carriers().stream().filter(row -> row.thread() != null).map(row -> new ScreenLine(Look.PLAIN,
                        left(row.name(), 20) + left(row.thread(), 20)
                                + right(Quantity.count(row.resumedPerSecond()), 12) + "   "
                                + cut(row.runs() == null ? "-" : row.runs(), runs)))
                        .toList());
    }

    private Section stashes(Interval seen) {
        int name = columns - 34;
        return new Section(left("STASH", name) + right("STASHES", 10) + right("WAITING", 12) + right("CHANGE", 12),
                seen.stashes().stream().filter(row -> row.size() > 0 || row.growth() != 0).map(row -> new ScreenLine(
                        Look.PLAIN,
                        left(row.name(), name) + right(Quantity.count(row.stashes()), 10)
                                + right(Quantity.count(row.size()), 12)
                                + right((row.growth() < 0 ? "-" : row.growth() > 0 ? "+" : "")
                                        + Quantity.count(Math.abs(row.growth())), 12)))
                        .toList());
    }

    private static String left(String text, int width) {
        String fits = cut(text, width - 1);
        return fits + " ".repeat(width - fits.length());
    }

    private static String right(String text, int width) {
        return " ".repeat(Math.max(1, width - text.length())) + text;
    }

    /** Returns a text without control characters, shortened by an ellipsis if it is too wide. */
    static String cut(String text, int width) {
        String clean = text.replaceAll("\\p{Cntrl}", "?");
        return clean.length() <= width ? clean : clean.substring(0, Math.max(0, width - 1)) + "…";
    }
}
