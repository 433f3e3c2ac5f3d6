package io.creel.cli;

import java.util.Locale;

/** Writes one JSON value, indented. The caller keeps to the order of begin, fields, end. */
public final class JsonWriter {
    private final StringBuilder text = new StringBuilder();
    private int depth;
    private boolean first = true;

    /** Starts with nothing written. */
    public JsonWriter() {
    }

    /** Opens an object or an array. */
    public JsonWriter begin(char bracket) {
        text.append(bracket);
        depth++;
        first = true;
        return this;
    }

    /** Closes it. */
    public JsonWriter end(char bracket) {
        depth--;
        if (!first) {
            newLine();
        }
        text.append(bracket);
        first = false;
        return this;
    }

    /** Begins the next element of an array, or field of an object. */
    public JsonWriter next() {
        if (!first) {
            text.append(',');
        }
        newLine();
        first = false;
        return this;
    }

    /** A name, to be followed by a value that begins. */
    public JsonWriter value(String value) {
        quote(value);
        return this;
    }

    public JsonWriter name(String name) {
        next();
        quote(name);
        text.append(": ");
        return this;
    }

    /** A text, or null. */
    public JsonWriter field(String name, String value) {
        name(name);
        if (value == null) {
            text.append("null");
        } else {
            quote(value);
        }
        return this;
    }

    /** A whole number. */
    public JsonWriter field(String name, long value) {
        name(name);
        text.append(value);
        return this;
    }

    /** True or false. */
    public JsonWriter field(String name, boolean value) {
        name(name);
        text.append(value);
        return this;
    }

    /** With the given number of decimals. */
    public JsonWriter field(String name, double value, int decimals) {
        name(name);
        text.append(String.format(Locale.ROOT, "%." + decimals + "f", value));
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
