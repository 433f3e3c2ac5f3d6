package io.creel.cli.report;

import io.creel.schedulers.latency.LatencyCause;
import io.creel.schedulers.latency.LatencySplit;
import io.creel.schedulers.latency.SplitReport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A run as an HTML page: latency over time with its parts, and the slowest requests. */
public final class SplitPage {
    private static final int BARS = 180;
    private static final int TICKS = 5;

    /** Causes that share a colour, and their name; a page has eight colours. */
    private record Part(String text, List<LatencyCause> causes) {
        long ns(LatencySplit split, int request) {
            return causes.stream().mapToLong(cause -> split.partNs(request, cause)).sum();
        }
    }

    private static final List<Part> PARTS = List.of(of(LatencyCause.GENERATOR), of(LatencyCause.QUEUE),
            of(LatencyCause.RUNNING),
            of(LatencyCause.OWN_THREADS),
            new Part("worker blocked or late", List.of(LatencyCause.BLOCKED, LatencyCause.WORKER_LATE)),
            of(LatencyCause.FOREIGN), new Part("stolen, inside", List.of(LatencyCause.STOLEN, LatencyCause.INSIDE)),
            of(LatencyCause.UNEXPLAINED));

    private final LatencySplit split;

    private SplitPage(LatencySplit split) {
        this.split = split;
    }

    private static Part of(LatencyCause cause) {
        return new Part(cause.text(), List.of(cause));
    }

    /**
     * Writes a page.
     *
     * @param heading
     *            what was measured
     * @param notes
     *            paragraphs about how
     * @param split
     *            the requests, at least one
     * @return the page
     */
    public static String of(String heading, List<String> notes, LatencySplit split) {
        return new SplitPage(split).write(heading, notes);
    }

    private String write(String heading, List<String> notes) {
        HtmlPage page = new HtmlPage(heading, heading);
        notes.forEach(note -> page.paragraph("soft", note));
        page.heading("The slowest request of each moment, by what its time went to")
                .legend(PARTS.stream().map(Part::text).toList()).svg(svg());
        page.heading("The slowest requests");
        table(page);
        return page.toString();
    }

    private String svg() {
        long begin = split.dueNs(0);
        long end = begin;
        for (int i = 0; i < split.size(); i++) {
            begin = Math.min(begin, split.dueNs(i));
            end = Math.max(end, split.dueNs(i));
        }
        int[] slowest = slowestByTime(begin, Math.max(1, end - begin));
        long top = 1;
        for (int request : slowest) {
            top = Math.max(top, request < 0 ? 0 : split.rawNs(request));
        }
        Svg svg = new Svg("Latency over time, by cause");
        for (int i = 0; i <= TICKS; i++) {
            svg.xTick((double) i / TICKS, String.format(Locale.ROOT, "%.1f s", (end - begin) / 1e9 * i / TICKS));
        }
        double step = step(top);
        for (int i = 0; i * step <= top; i++) {
            svg.yTick(i * step / top, Text.durationInUnicode(i * step / 1e3));
        }
        for (int i = 0; i < BARS; i++) {
            if (slowest[i] >= 0) {
                bar(svg, i, slowest[i], top);
            }
        }
        svg.axes("time since the first request", "latency");
        return svg.toString();
    }

    /** Returns 1, 2 or 5 times a power of ten, so that there are a few steps. */
    private static double step(long top) {
        double least = (double) top / TICKS;
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        return power * (least <= power ? 1 : least <= 2 * power ? 2 : least <= 5 * power ? 5 : 10);
    }

    private int[] slowestByTime(long begin, long length) {
        int[] slowest = new int[BARS];
        Arrays.fill(slowest, -1);
        for (int i = 0; i < split.size(); i++) {
            int bar = (int) Math.min(BARS - 1, (split.dueNs(i) - begin) * BARS / length);
            if (slowest[bar] < 0 || split.rawNs(i) > split.rawNs(slowest[bar])) {
                slowest[bar] = i;
            }
        }
        return slowest;
    }

    private void bar(Svg svg, int index, int request, long top) {
        double left = (double) index / BARS;
        double right = (index + 0.85) / BARS;
        double from = 0;
        for (int i = 0; i < PARTS.size(); i++) {
            long ns = PARTS.get(i).ns(split, request);
            double to = from + (double) ns / top;
            if (ns > 0) {
                svg.path("bar c" + i, PARTS.get(i).text() + " " + Text.durationInUnicode(ns / 1e3),
                        Svg.point(left, from)
                                + Svg.point(right, from) + Svg.point(right, to) + Svg.point(left, to) + 'Z');
            }
            from = to;
        }
    }

    private void table(HtmlPage page) {
        List<String> headers = new ArrayList<>(List.of("raw", "adjusted"));
        PARTS.forEach(part -> headers.add(part.text()));
        headers.add("explained");
        page.table(headers.toArray(String[]::new));
        for (int request : new SplitReport(split).slowest(SplitReport.SLOWEST)) {
            page.row().cells(Text.durationInUnicode(split.rawNs(request) / 1e3),
                    Text.durationInUnicode(split.adjustedNs(request) / 1e3));
            PARTS.forEach(part -> page.cells(Text.durationInUnicode(part.ns(split, request) / 1e3)));
            page.cells(Text.percent(split.explained(request))).endRow();
        }
        page.endTable();
    }
}
