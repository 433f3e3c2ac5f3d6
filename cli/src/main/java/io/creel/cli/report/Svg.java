package io.creel.cli.report;

import java.util.Locale;

/** A diagram with a frame. Positions in the frame run from 0 to 1, from the lower left corner. */
public final class Svg {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 400;
    private static final int LEFT = 116;
    private static final int RIGHT = 48;
    private static final int TOP = 24;
    private static final int BOTTOM = 64;

    private final StringBuilder elements = new StringBuilder();

    public Svg(String title) {
        elements.append(format("<svg viewBox=\"0 0 %d %d\" role=\"img\"><title>%s</title>%n", WIDTH, HEIGHT,
                Html.escape(title)));
    }

    public static double x(double position) {
        return LEFT + position * (WIDTH - LEFT - RIGHT);
    }

    public static double y(double position) {
        return HEIGHT - BOTTOM - position * (HEIGHT - TOP - BOTTOM);
    }

    public void xTick(double position, String label) {
        line("grid", position, 0, position, 1);
        text("tick", x(position), y(0) + 21, "middle", label);
    }

    public void yTick(double position, String label) {
        line("grid", 0, position, 1, position);
        text("tick", x(0) - 8, y(position) + 4, "end", label);
    }

    public void axes(String xName, String yName) {
        text("axis", (x(0) + x(1)) / 2, HEIGHT - 10, "middle", xName);
        elements.append(
                format("<text class=\"axis\" text-anchor=\"middle\" transform=\"translate(22 %.1f) rotate(-90)\">"
                        + "%s</text>%n", (y(0) + y(1)) / 2, Html.escape(yName)));
        line("base", 0, 0, 1, 0);
    }

    public void line(String kind, double fromX, double fromY, double toX, double toY) {
        elements.append(format("<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>%n", kind, x(fromX),
                y(fromY), x(toX), y(toY)));
    }

    /** Adds a label beside a position in the frame. */
    public void label(String kind, double atX, double atY, String label) {
        boolean right = atX > 0.5;
        text(kind, x(atX) + (right ? -6 : 6), y(atY) + 12, right ? "end" : "start", label);
    }

    /** Adds a line through points given as {@code x y x y ...} in pixels, see {@link #point}. */
    public void path(String kind, String title, CharSequence points) {
        elements.append(format("<path class=\"%s\" d=\"M%s\"><title>%s</title></path>%n", kind, points,
                Html.escape(title)));
    }

    /** Adds a dot with a title. */
    public void dot(String kind, String title, double atX, double atY) {
        elements.append(
                format("<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"4.5\"><title>%s</title></circle>%n", kind,
                        x(atX), y(atY), Html.escape(title)));
    }

    public static String point(double atX, double atY) {
        return format("%.1f %.1f ", x(atX), y(atY));
    }

    private void text(String kind, double pixelX, double pixelY, String anchor, String label) {
        elements.append(format("<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n", kind, pixelX,
                pixelY, anchor, Html.escape(label)));
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    @Override
    public String toString() {
        return elements + "</svg>\n";
    }
}
