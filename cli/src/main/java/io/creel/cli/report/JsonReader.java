package io.creel.cli.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads one JSON value (RFC 8259) into maps, lists, strings, booleans, {@code null}, and numbers: {@link Long} for a
 * whole number that fits, otherwise {@link Double}. Nesting is limited to {@value #MAX_DEPTH} levels.
 */
public final class JsonReader {
    private static final int MAX_DEPTH = 100;

    private final String text;
    private int at;
    private int depth;

    private JsonReader(String text) {
        this.text = text;
    }

    /**
     * Reads a value.
     *
     * @throws IllegalArgumentException
     *             if the text is no JSON; the message names the place
     */
    public static Object read(String text) {
        JsonReader reader = new JsonReader(text);
        Object value = reader.value();
        reader.blanks();
        if (reader.at < text.length()) {
            throw reader.wrong("text after the value");
        }
        return value;
    }

    private Object value() {
        blanks();
        if (++depth > MAX_DEPTH) {
            throw wrong("nested too deep");
        }
        Object value = switch (at < text.length() ? text.charAt(at) : ' ') {
            case '{' -> map();
            case '[' -> list();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
        depth--;
        return value;
    }

    private Map<String, Object> map() {
        Map<String, Object> map = new LinkedHashMap<>();
        at++;
        while (!ended('}', map.isEmpty())) {
            blanks();
            String name = string();
            expect(':');
            map.put(name, value());
        }
        return map;
    }

    private List<Object> list() {
        List<Object> list = new ArrayList<>();
        at++;
        while (!ended(']', list.isEmpty())) {
            list.add(value());
        }
        return list;
    }

    /** Returns whether the bracket comes now; otherwise skips the comma before the next element. */
    private boolean ended(char bracket, boolean first) {
        blanks();
        if (at < text.length() && text.charAt(at) == bracket) {
            at++;
            return true;
        }
        if (!first) {
            expect(',');
        }
        return false;
    }

    private String string() {
        expect('"'); // skips blanks before the quote only
        StringBuilder read = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            char next = text.charAt(at++);
            read.append(next == '\\' ? escaped() : next);
        }
        expect('"'); // at the quote, or at the end of the text
        return read.toString();
    }

    private char escaped() {
        char code = at < text.length() ? text.charAt(at++) : ' ';
        return switch (code) {
            case '"', '\\', '/' -> code;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw wrong("unknown escape");
        };
    }

    private char unicode() {
        try {
            char read = (char) Integer.parseInt(text.substring(at, at + 4), 16);
            at += 4;
            return read;
        } catch (IndexOutOfBoundsException | NumberFormatException notHex) {
            throw wrong("four hexadecimal digits missing");
        }
    }

    private Object word(String word, Object means) {
        if (!text.startsWith(word, at)) {
            throw wrong("unknown word");
        }
        at += word.length();
        return means;
    }

    private Object number() {
        int begin = at;
        while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String digits = text.substring(begin, at);
        try {
            if (digits.matches("-?[0-9]{1,18}")) {
                return Long.valueOf(digits);
            }
            return Double.valueOf(digits);
        } catch (NumberFormatException notANumber) {
            throw wrong("no value");
        }
    }

    private void expect(char next) {
        blanks();
        if (at >= text.length() || text.charAt(at) != next) {
            throw wrong("'" + next + "' missing");
        }
        at++;
    }

    private void blanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("JSON cannot be read, " + what + ": at=" + at + ", lengthChars="
                + text.length());
    }
}
