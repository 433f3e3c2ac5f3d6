package io.creel.cli.top;

import io.creel.cli.report.JsonReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A live view that was read: sections of objects, each found by its name. */
final class ViewSample {
    private final List<Map<String, Object>> views = new ArrayList<>();

    /**
     * Reads the answer of a {@link ViewSource}.
     *
     * @throws IllegalArgumentException
     *             if it is no view; the message is the answer's own or names the place
     */
    @SuppressWarnings("unchecked")
    ViewSample(String answer) {
        if (answer.startsWith("refused: ")) {
            throw new IllegalArgumentException(answer);
        }
        for (String line : answer.split("\n")) {
            if (!(JsonReader.read(line) instanceof Map<?, ?> view)) {
                throw new IllegalArgumentException("no live view: lengthChars=" + line.length());
            }
            views.add((Map<String, Object>) view);
        }
    }

    long takenNs() {
        return number(views.getFirst(), "takenNs");
    }

    long takenAtMs() {
        return number(views.getFirst(), "takenAtMs");
    }

    boolean isRecording() {
        return views.stream().anyMatch(view -> Boolean.TRUE.equals(view.get("recording")));
    }

    /** Returns the objects of a section, those of all views; none if the section is missing. */
    @SuppressWarnings("unchecked")
    List<Map<String, Object>> section(String name) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Map<String, Object> view : views) {
            if (view.get(name) instanceof List<?> list) {
                list.forEach(each -> all.add((Map<String, Object>) each));
            }
        }
        return all;
    }

    /** Returns the objects of a section by their names. */
    Map<String, Map<String, Object>> byName(String section) {
        Map<String, Map<String, Object>> found = new HashMap<>();
        section(section).forEach(each -> found.put(text(each, "name"), each));
        return found;
    }

    /** Returns the sum of a number over the views. */
    long sum(String name) {
        return views.stream().mapToLong(view -> number(view, name)).sum();
    }

    /** Returns a field as a whole number; 0 if it is missing or {@code null}. */
    static long number(Map<String, Object> object, String field) {
        return object.get(field) instanceof Number number ? number.longValue() : 0;
    }

    /** Returns a field as text; {@code null} if it is missing or {@code null}. */
    static String text(Map<String, Object> object, String field) {
        Object value = object.get(field);
        return value == null ? null : value.toString();
    }
}
