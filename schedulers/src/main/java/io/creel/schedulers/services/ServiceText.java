package io.creel.schedulers.services;

import io.creel.schedulers.policy.DurationText;
import io.creel.schedulers.policy.PolicyText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads classes of service from text, one class per line:
 *
 * <pre>
 * # network first
 * class interactive: where central, when two-queue(5us, 256), share 300, slo 50us
 * class bulk: where stealing, when fifo, starving 1s, capacity 1024
 * </pre>
 *
 * <p>
 * Omitted parts are as in {@link ServiceSpec#named}. Empty lines are skipped, and so is the rest of a line after a
 * {@code #}. Policies are named as in {@link io.creel.schedulers.policy.Policies}, which checks them when the classes
 * are made.
 */
public final class ServiceText {
    private static final List<String> WORDS = List.of("capacity", "share", "slo", "starving", "when", "where");

    private ServiceText() {
    }

    /**
     * Reads the classes of a text.
     *
     * @param text
     *            in the form above
     * @return the classes, in their order
     * @throws IllegalArgumentException
     *            if the text is wrong; the message begins with the line
     */
    public static List<ServiceSpec> parse(String text) {
        List<ServiceSpec> specs = new ArrayList<>();
        Set<String> names = new HashSet<>();
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            String content = (line.indexOf('#') < 0 ? line : line.substring(0, line.indexOf('#'))).strip();
            if (!content.isEmpty()) {
                try {
                    ServiceSpec spec = parseClass(content);
                    if (!names.add(spec.name())) {
                        throw new IllegalArgumentException("class named twice: class=" + spec.name());
                    }
                    specs.add(spec);
                } catch (IllegalArgumentException wrong) {
                    throw new IllegalArgumentException("line " + number + ": " + wrong.getMessage(), wrong);
                }
            }
        }
        if (specs.isEmpty()) {
            throw new IllegalArgumentException("no class: lines=" + number + ", form=class NAME: where X, when Y, …");
        }
        return specs;
    }

    private static ServiceSpec parseClass(String line) {
        int colon = line.indexOf(':');
        if (!line.startsWith("class ") || colon < 0) {
            throw new IllegalArgumentException("not a class: text=" + line + ", form=class NAME: where X, when Y, …");
        }
        return change(ServiceSpec.named(line.substring("class ".length(), colon).strip()), line.substring(colon + 1));
    }

    /**
     * Changes parts of a class.
     *
     * @param from
     *            the class
     * @param parts
     *            in the form above, what follows the colon of a line
     * @return the class with these parts; the omitted ones are as in {@code from}
     * @throws IllegalArgumentException
     *             if the text is wrong
     */
    public static ServiceSpec change(ServiceSpec from, String parts) {
        ServiceSpec spec = from;
        Set<String> seen = new HashSet<>();
        for (String part : PolicyText.split(parts)) {
            int space = part.indexOf(' ');
            String word = space < 0 ? part : part.substring(0, space);
            if (!WORDS.contains(word)) {
                throw new IllegalArgumentException("unknown word: word=" + word + ", known=" + WORDS);
            }
            if (!seen.add(word)) {
                throw new IllegalArgumentException("word given twice: word=" + word + ", class=" + spec.name());
            }
            if (space < 0) {
                throw new IllegalArgumentException("word without a value: word=" + word + ", class=" + spec.name());
            }
            spec = with(spec, word, part.substring(space + 1).strip());
        }
        return spec;
    }

    private static ServiceSpec with(ServiceSpec spec, String word, String value) {
        return switch (word) {
            case "where" -> spec.where(value);
            case "when" -> spec.when(value);
            case "share" -> spec.share(small(word, value));
            case "capacity" -> spec.capacity(small(word, value));
            case "slo" -> spec.sloNs(durationNs(word, value));
            default -> spec.starvingNs(durationNs(word, value));
        };
    }

    private static long durationNs(String word, String value) {
        try {
            return DurationText.parseNs(value);
        } catch (IllegalArgumentException unreadable) {
            throw new IllegalArgumentException(word + " is a time: " + unreadable.getMessage(), unreadable);
        }
    }

    private static int small(String word, String value) {
        if (!value.matches("[0-9]{1,9}")) {
            throw new IllegalArgumentException(word + " is a whole number of at most 9 digits: text=" + value);
        }
        return Integer.parseInt(value);
    }
}
