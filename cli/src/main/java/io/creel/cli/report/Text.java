package io.creel.cli.report;

import java.nio.charset.Charset;
import java.util.Locale;

/** Formats numbers and marks for readers, with characters that the terminal can show. */
public final class Text {
    private static final String BOLD = "1";
    private static final String[] POLICY_COLOURS = {"33", "36"};

    private final boolean colour;
    private final boolean unicode;

    /**
     * Makes a formatter.
     *
     * @param colour
     *            whether to use ANSI colours
     * @param charset
     *            the encoding of the output
     */
    public Text(boolean colour, Charset charset) {
        this.colour = colour;
        this.unicode = charset.newEncoder().canEncode("█│µ×");
    }

    public String bold(String text) {
        return paint(BOLD, text);
    }

    /** Returns the text in the colour of the policy with that number. */
    public String ofPolicy(int index, String text) {
        return paint(POLICY_COLOURS[index % POLICY_COLOURS.length], text);
    }

    private String paint(String code, String text) {
        return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }

    public String bar(int length) {
        return (unicode ? "█" : "#").repeat(length);
    }

    public String tick() {
        return unicode ? "│" : "|";
    }

    public String times() {
        return unicode ? "×" : "x";
    }

    /** Formats three digits and a unit: {@code 26.3 µs}, {@code 1.05 ms}. */
    public String duration(double us) {
        String text = durationInUnicode(us);
        return unicode ? text : text.replace('µ', 'u');
    }

    public static String durationInUnicode(double us) {
        if (us < 1_000) {
            return digits(us) + " µs";
        }
        return us < 1_000_000 ? digits(us / 1_000) + " ms" : digits(us / 1_000_000) + " s";
    }

    /** Formats at most three significant digits. */
    public static String digits(double value) {
        String format = value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f";
        String text = String.format(Locale.ROOT, format, value);
        return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
    }

    /** Formats with commas: {@code 1,004,905}. */
    public static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** {@code 1 packet}, {@code 2 packets}. */
    public static String count(long value, String one) {
        return count(value) + " " + one + (value == 1 ? "" : "s");
    }

    public static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
