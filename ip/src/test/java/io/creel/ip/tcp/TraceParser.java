package io.creel.ip.tcp;

import io.creel.net.wire.TcpDescriptor;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads packet traces. A file holds several; each begins with its name and the rules that it shows.
 *
 * <pre>
 * trace shouldAnswerAProbeWhenTheWindowIsClosed: MUST-36 MUST-66
 *   set receive=2048 delack=0
 *   0.0   listen
 *   0.0   &lt; S 0:0(0) win 65535 &lt;mss 1460&gt;          a segment to this side
 *   0.0   &gt; S. 0:0(0) ack 1 win 2048 &lt;mss 1460&gt;   one from this side, at exactly this time
 *   +0.2  B&lt; S 0:0(0) win 100                     another peer; a plus counts from the line before
 *   0.3   write 1000 -> 1000                       a call, and its result
 * </pre>
 *
 * Sequence and acknowledgment numbers are relative to the initial ones. What a {@code >} line does not mention is not
 * compared, except flags, numbers and length. {@code #} begins a comment.
 */
final class TraceParser {
    record Trace(String file, int line, String name, List<String> rules, List<Step> steps) {
    }

    sealed interface Step {
        int line();

        long timeNs();
    }

    record Call(int line, long timeNs, String name, List<String> arguments, String result) implements Step {
    }

    record Inject(int line, long timeNs, char peer, SegmentPattern segment) implements Step {
    }

    record Expect(int line, long timeNs, char peer, SegmentPattern segment) implements Step {
    }

    /** What a line says about a segment; null if it says nothing. */
    record SegmentPattern(int flags, int start, int end, Integer ack, Integer window, Integer urgent, Options options,
            boolean badChecksum) {
    }

    record Options(Integer mss, Integer scale, boolean sackOk, long[] timestamps, List<int[]> sack, byte[] raw) {
    }

    private static final Pattern HEAD = Pattern.compile("trace (\\w+):((?: [\\w.-]+)+)");
    private static final Pattern TIMED = Pattern.compile("(\\+?)(\\d+(?:\\.\\d+)?)\\s+(.*)");
    private static final Pattern SEGMENT = Pattern
            .compile(
                    "([A-Z]?)([<>])\\s+([SFRPEWU.]+)(?:\\s+(\\d+):(\\d+)\\((\\d+)\\))?((?:\\s+(?:ack|win|urg)\\s+-?\\d+)*)"
                            + "(?:\\s+<(.*)>)?(\\s+badsum)?");
    private static final String FLAGS = "FSRP.UEW";

    private final String file;
    private final List<Trace> traces = new ArrayList<>();
    private Trace current;
    private long lastNs;

    private TraceParser(String file) {
        this.file = file;
    }

    static List<Trace> parse(String file, List<String> lines) {
        TraceParser parser = new TraceParser(file);
        for (int i = 0; i < lines.size(); i++) {
            String text = lines.get(i).replaceFirst("#.*", "").strip();
            if (!text.isEmpty()) {
                parser.line(i + 1, text);
            }
        }
        return parser.traces;
    }

    private IllegalArgumentException error(int line, String what) {
        return new IllegalArgumentException(file + ":" + line + ": " + what);
    }

    private void line(int number, String text) {
        if (text.startsWith("trace ")) {
            Matcher head = HEAD.matcher(text);
            if (!head.matches()) {
                throw error(number, "a trace begins with `trace name: RULE RULE...`, found: " + text);
            }
            current = new Trace(file, number, head.group(1), List.of(head.group(2).strip().split(" ")),
                    new ArrayList<>());
            traces.add(current);
            lastNs = 0;
            return;
        }
        if (current == null) {
            throw error(number, "a step before the first `trace` line: " + text);
        }
        if (text.startsWith("set ")) {
            List<String> words = List.of(text.split("\\s+"));
            current.steps.add(new Call(number, 0, "set", words.subList(1, words.size()), null));
            return;
        }
        Matcher timed = TIMED.matcher(text);
        if (!timed.matches()) {
            throw error(number, "a step begins with its time in seconds, found: " + text);
        }
        long ns = Math.round(Double.parseDouble(timed.group(2)) * 1e9);
        lastNs = timed.group(1).isEmpty() ? ns : lastNs + ns;
        current.steps.add(step(number, timed.group(3)));
    }

    private Step step(int line, String text) {
        Matcher segment = SEGMENT.matcher(text);
        if (segment.matches()) {
            char peer = segment.group(1).isEmpty() ? 'A' : segment.group(1).charAt(0);
            SegmentPattern pattern = pattern(line, segment);
            return segment.group(2).equals("<")
                    ? new Inject(line, lastNs, peer, pattern)
                    : new Expect(line, lastNs, peer, pattern);
        }
        if (text.matches("[A-Z]?[<>].*")) {
            throw error(line, "not a segment: " + text + "; write it as `< P. 1:101(100) ack 1 win 1000 <mss 1460>`");
        }
        String[] halves = text.split("->", 2);
        List<String> words = List.of(halves[0].strip().split("\\s+"));
        return new Call(line, lastNs, words.get(0), words.subList(1, words.size()),
                halves.length == 1 ? null : halves[1].strip());
    }

    private SegmentPattern pattern(int line, Matcher m) {
        int flags = 0;
        for (char c : m.group(3).toCharArray()) {
            flags |= 1 << FLAGS.indexOf(c);
        }
        flags = (flags & 0x0f) | ((flags & 0x10) != 0 ? TcpDescriptor.ACK : 0) | (flags & 0xe0);
        int start = m.group(4) == null ? 0 : Integer.parseUnsignedInt(m.group(4));
        int end = m.group(5) == null ? 0 : Integer.parseUnsignedInt(m.group(5));
        if (m.group(6) != null && Integer.parseInt(m.group(6)) != end - start) {
            throw error(line, "the length does not fit the numbers: " + m.group());
        }
        Integer ack = null;
        Integer window = null;
        Integer urgent = null;
        String[] words = m.group(7).strip().split("\\s+");
        for (int i = 0; i + 1 < words.length; i += 2) {
            int value = (int) Long.parseLong(words[i + 1]);
            switch (words[i]) {
                case "ack" -> ack = value;
                case "win" -> window = value;
                default -> urgent = value;
            }
        }
        return new SegmentPattern(flags, start, end, ack, window, urgent,
                m.group(8) == null ? null : options(line, m.group(8)),
                m.group(9) != null);
    }

    private Options options(int line, String text) {
        Integer mss = null;
        Integer scale = null;
        boolean sackOk = false;
        long[] timestamps = null;
        List<int[]> sack = new ArrayList<>();
        byte[] raw = null;
        for (String option : text.strip().split("\\s*,\\s*")) {
            String[] words = option.split("\\s+");
            switch (words[0]) {
                case "" -> {
                    // no option at all
                }
                case "mss" -> mss = Integer.parseInt(words[1]);
                case "wscale" -> scale = Integer.parseInt(words[1]);
                case "sackOK" -> sackOk = true;
                case "TS" -> timestamps = new long[]{Long.parseLong(words[2]), Long.parseLong(words[4])};
                case "sack" -> {
                    for (int i = 1; i < words.length; i++) {
                        String[] numbers = words[i].split(":");
                        sack.add(new int[]{Integer.parseUnsignedInt(numbers[0]), Integer.parseUnsignedInt(numbers[1])});
                    }
                }
                case "raw" -> raw = HexFormat.of().parseHex(words[1]);
                default -> throw error(line, "unknown option: " + option);
            }
        }
        return new Options(mss, scale, sackOk, timestamps, sack, raw);
    }
}
