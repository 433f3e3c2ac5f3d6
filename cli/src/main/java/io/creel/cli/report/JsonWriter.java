package io.creel.cli.report;

import java.util.Locale;

/**
 * Writes one JSON value (RFC 8259), with a line per field and element, except for objects that are asked to be one
 * line. The caller keeps the order of begin, fields, end. Not thread-safe.
 */
public final class JsonWriter {
    private final StringBuilder text = new StringBuilder();
    private int depth;
    /** The depth of the object that is written on one line; {@link Integer#MAX_VALUE} outside one. */
    private int lineDepth = Integer.MAX_VALUE;
    private boolean first = true;

    /** Makes an empty writer. */
    public JsonWriter() {
    }

    /** Opens an object or an array. */
    public JsonWriter begin(char bracket) {
        text.append(bracket);
        depth++;
        first = true;
        return this;
    }

    /** Opens an object or an array that is written on one line with its contents. */
    public JsonWriter beginLine(char bracket) {
        lineDepth = Math.min(lineDepth, depth);
        return begin(bracket);
    }

    /** Closes the object or array. */
    public JsonWriter end(char bracket) {
        depth--;
        if (depth >= lineDepth) {
            lineDepth = depth == lineDepth ? Integer.MAX_VALUE : lineDepth;
        } else if (!first) {
            newLine();
        }
        text.append(bracket);
        first = false;
        return this;
    }

    /** Begins the next element of an array, or field of an object. */
    public JsonWriter next() {
        if (depth > lineDepth) {
            text.append(first ? "" : ", ");
        } else {
            text.append(first ? "" : ",");
            newLine();
        }
        first = false;
        return this;
    }

    /** Writes a text as the element of an array. */
    public JsonWriter value(String value) {
        quote(value);
        return this;
    }

    /** Writes a name; {@code begin} must follow. */
    public JsonWriter name(String name) {
        next();
        quote(name);
        text.append(": ");
        return this;
    }

    /** Writes a field with a text or {@code null}. */
    public JsonWriter field(String name, String value) {
        name(name);
        if (value == null) {
            text.append("null");
        } else {
            quote(value);
        }
        return this;
    }

    /** Writes a field with a whole number. */
    public JsonWriter field(String name, long value) {
        name(name);
        text.append(value);
        return this;
    }

    /** Writes a field with a boolean. */
    public JsonWriter field(String name, boolean value) {
        name(name);
        text.append(value);
        return this;
    }

    /**
     * Writes a field with the given number of decimals, never {@code -0}; {@code null} for an infinite value or NaN.
     */
    public JsonWriter field(String name, double value, int decimals) {
        name(name);
        double positiveZero = Math.abs(value) < 0.5 * Math.pow(10, -decimals) ? 0 : value;
        text.append(Double.isFinite(value) ? String.format(Locale.ROOT, "%." + decimals + "f", positiveZero) : "null");
        return this;
    }

    private void newLine() {
        text.append('\n').append("  ".repeat(depth));
    }

    private void quote(String value) {
        text.append('"');
        for (char c : value.toCharArray()) {
            switch (c) {
                case '"', '\\' -> text.append('\\').append(c);
                default -> {
                    if (c < ' ') {
                        text.append(String.format("\\u%04x", (int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }

    @Override
    public String toString() {
        return text.append('\n').toString();
    }
}
