package io.creel.ip.tcp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A page with two diagrams over time, as the sender sees them. The upper one shows the sequence numbers that are sent,
 * lost and acknowledged, and the end of the receive window. The lower one shows the congestion window and the bytes in
 * flight.
 */
final class ConnectionPicture {
    private static final double LEFT = 64;
    private static final double RIGHT = 936;
    private static final double TOP = 16;
    private static final double MIDDLE = 420;
    private static final double LOWER_TOP = 470;
    private static final double BOTTOM = 640;
    private static final double MS = 1e6;

    private record Windows(long timeNs, long edge, long congestion, long flight) {
    }

    private final int bytes;
    private final List<String> marks = new ArrayList<>();
    private final List<Windows> windows = new ArrayList<>();
    private final List<long[]> acknowledged = new ArrayList<>();
    private final List<long[]> segments = new ArrayList<>();
    private final List<long[]> losses = new ArrayList<>();
    private long endNs;

    /**
     * Begins a picture.
     *
     * @param bytes how many the connection carries
     */
    ConnectionPicture(int bytes) {
        this.bytes = bytes;
    }

    void segment(boolean again, long timeNs, int number, int length) {
        segments.add(new long[]{timeNs, number, number + length, again ? 1 : 0});
        endNs = Math.max(endNs, timeNs);
    }

    void lost(long timeNs, int number) {
        losses.add(new long[]{timeNs, number});
    }

    void acknowledged(long timeNs, int number) {
        if (number > 0 && number <= bytes + 1) {
            acknowledged.add(new long[]{timeNs, number});
            endNs = Math.max(endNs, timeNs);
        }
    }

    void windows(long timeNs, long edge, long congestion, long flight) {
        windows.add(new Windows(timeNs, edge, congestion, flight));
    }

    private double x(long timeNs) {
        return LEFT + (RIGHT - LEFT) * timeNs / endNs;
    }

    private double upper(long number) {
        return MIDDLE - (MIDDLE - TOP) * Math.min(number, bytes) / bytes;
    }

    private void add(String format, Object... values) {
        marks.add(String.format(Locale.ROOT, format, values));
    }

    /** The next round step that leaves at most this many ticks. */
    private static long step(long most, int ticks) {
        for (long power = 1;; power *= 10) {
            for (long round : new long[]{power, 2 * power, 5 * power}) {
                if (most / round <= ticks) {
                    return round;
                }
            }
        }
    }

    private void axes(long mostWindow) {
        long stepMs = step((long) (endNs / MS), 12);
        for (long ms = 0; ms * MS <= endNs; ms += stepMs) {
            double x = x((long) (ms * MS));
            add("<line class=\"grid\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>", x, TOP, x, BOTTOM);
            add("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%d</text>", x, BOTTOM + 18, ms);
        }
        add("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">milliseconds</text>", (LEFT + RIGHT) / 2, BOTTOM + 38);
        for (long at = 0; at <= bytes; at += step(bytes, 8)) {
            tick(upper(at), at);
        }
        for (long at = 0; at <= mostWindow; at += step(mostWindow, 6)) {
            tick(lower(at, mostWindow), at);
        }
    }

    private void tick(double y, long at) {
        add("<line class=\"grid\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>", LEFT, y, RIGHT, y);
        add("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\">%s</text>", LEFT - 8, y + 4,
                at == 0 ? "0" : at / 1_000 + " kB");
    }

    private static double lower(long value, long most) {
        return BOTTOM - (BOTTOM - LOWER_TOP) * value / most;
    }

    /** Steps: a value holds until the next one. */
    private void steps(String kind, List<double[]> points) {
        StringBuilder path = new StringBuilder();
        double before = 0;
        for (double[] point : points) {
            path.append(path.isEmpty()
                    ? String.format(Locale.ROOT, "M%.1f %.1f", point[0], point[1])
                    : String.format(Locale.ROOT, "L%.1f %.1fL%.1f %.1f", point[0], before, point[0], point[1]));
            before = point[1];
        }
        add("<path class=\"%s\" d=\"%s\"/>", kind, path);
    }

    /** Returns the page. */
    String page(String summary) {
        long mostWindow = windows.stream().mapToLong(each -> Math.max(each.congestion(), each.flight())).max()
                .orElse(1);
        axes(mostWindow);
        List<Windows> seen = windows.stream().filter(each -> each.timeNs() <= endNs).toList();
        steps("edge", seen.stream().map(each -> new double[]{x(each.timeNs()), upper(each.edge())}).toList());
        steps("ack", acknowledged.stream().map(each -> new double[]{x(each[0]), upper(each[1])}).toList());
        for (long[] each : segments) {
            add("<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
                    each[3] == 1 ? "again" : "data", x(each[0]), upper(each[1]), x(each[0]), upper(each[2]));
        }
        for (long[] each : losses) {
            add("<circle class=\"lost\" cx=\"%.1f\" cy=\"%.1f\" r=\"5\"/>", x(each[0]), upper(each[1]));
        }
        steps("congestion", seen.stream()
                .map(each -> new double[]{x(each.timeNs()), lower(each.congestion(), mostWindow)}).toList());
        steps("flight", seen.stream()
                .map(each -> new double[]{x(each.timeNs()), lower(each.flight(), mostWindow)}).toList());
        return """
               <!DOCTYPE html>
               <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
               <title>One TCP connection</title>
               <style>
               :root { color-scheme: light dark; --text: #1f2328; --soft: #59636e; --rule: #d1d9e0; --back: #ffffff;
                 --data: #0969da; --again: #bc4c00; --lost: #cf222e; --ack: #1a7f37; --edge: #8250df; }
               @media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --soft: #9198a1; --rule: #3d444d; --back: #0d1117;
                 --data: #58a6ff; --again: #f0883e; --lost: #ff7b72; --ack: #3fb950; --edge: #bc8cff; } }
               body { margin: 2rem auto; max-width: 960px; padding: 0 1rem; background: var(--back); color: var(--text);
                 font: 16px/1.5 system-ui, sans-serif; }
               h1 { font-size: 1.6rem; margin-bottom: 0; } p { margin: .4rem 0; }
               svg { width: 100%%; height: auto; } text { fill: var(--soft); font-size: 13px; } path, .lost { fill: none; }
               .grid { stroke: var(--rule); stroke-width: .7; } .data { stroke: var(--data); stroke-width: 3; }
               .again { stroke: var(--again); stroke-width: 5; stroke-linecap: square; } .lost { stroke: var(--lost); stroke-width: 2; }
               .ack { stroke: var(--ack); stroke-width: 1.5; } .edge { stroke: var(--edge); stroke-width: 1.5; }
               .congestion { stroke: var(--data); stroke-width: 2; } .flight { stroke: var(--again); stroke-width: 1.2; }
               b { font-weight: 600; } b::before { content: ""; display: inline-block; width: .8em; height: .8em;
                 border-radius: .15em; margin: 0 .4em 0 0; background: var(--c); } .keys b { margin-right: 1.2em; font-weight: 400; }
               </style></head><body>
               <h1>One TCP connection</h1>
               <p>%s</p>
               <p class="keys">Above: <b style="--c:var(--data)">sent</b><b style="--c:var(--again)">sent again</b><b
               style="--c:var(--lost)">lost</b><b style="--c:var(--ack)">acknowledged</b><b style="--c:var(--edge)">end of the
               receive window</b><br>Below: <b style="--c:var(--data)">congestion window</b><b style="--c:var(--again)">in
               flight</b></p>
               <svg viewBox="0 0 960 690" role="img" aria-label="sequence numbers and windows over time">
               %s
               </svg></body></html>
               """
                .formatted(summary, String.join("\n", marks));
    }
}
