package io.creel.schedulers.policy;

import java.util.ArrayList;
import java.util.List;

/**
 * One policy as text: a name, and numbers in brackets, {@code two-queue(5us, 256)}. If the policy takes a word, it
 * follows the numbers, {@code edf(5us, red-black)}. Immutable.
 *
 * @param name
 *            lower-case letters, digits and hyphens
 * @param numbers
 *            as written, with their units; a word is the last of them
 */
public record PolicyText(String name, List<String> numbers) {
    static final String NAME_FORM = "lower-case letters, digits and hyphens";

    /** Copies the list. */
    public PolicyText {
        numbers = List.copyOf(numbers);
    }

    static boolean isName(String text) {
        return text.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    }

    /**
     * Reads one policy.
     *
     * @param text
     *            in the form above
     * @return the policy
     * @throws IllegalArgumentException
     *            if the text is not of that form
     */
    public static PolicyText parse(String text) {
        String stripped = text.strip();
        int open = stripped.indexOf('(');
        String name = (open < 0 ? stripped : stripped.substring(0, open)).strip();
        if (open >= 0 && stripped.indexOf(')') != stripped.length() - 1) {
            throw unreadable("policy bracket not closed at the end", stripped);
        }
        if (!name.isEmpty() && name.chars().anyMatch(PolicyText::isOutsideNames)) {
            throw unreadable("policy cannot be read", stripped);
        }
        if (open < 0) {
            return new PolicyText(name, List.of());
        }
        List<String> numbers = new ArrayList<>();
        for (String number : stripped.substring(open + 1, stripped.length() - 1).split(",", -1)) {
            if (number.isBlank()) {
                throw unreadable("policy number missing", stripped);
            }
            numbers.add(number.strip());
        }
        return new PolicyText(name, numbers);
    }

    private static boolean isOutsideNames(int letter) {
        return letter != '-' && !Character.isLetterOrDigit(letter);
    }

    private static IllegalArgumentException unreadable(String what, String text) {
        return new IllegalArgumentException(what + ": policy=" + text
                + ", form=NAME or NAME(NUMBER, NUMBER), such as two-queue(5us, 256)");
    }

    /**
     * Splits a list of policies at the commas that are outside brackets; empty parts are left out.
     *
     * @param list
     *            such as {@code central/two-queue(5us, 256), hash}
     * @return the parts, without blanks around them
     */
    public static List<String> split(String list) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int begin = 0;
        for (int at = 0; at <= list.length(); at++) {
            char next = at == list.length() ? ',' : list.charAt(at);
            depth += next == '(' ? 1 : next == ')' ? -1 : 0;
            if (next == ',' && (depth == 0 || at == list.length())) {
                String part = list.substring(begin, at).strip();
                if (!part.isEmpty()) {
                    parts.add(part);
                }
                begin = at + 1;
            }
        }
        return parts;
    }

    /** {@return the text, with one blank after each comma} */
    @Override
    public String toString() {
        return numbers.isEmpty() ? name : name + "(" + String.join(", ", numbers) + ")";
    }
}
