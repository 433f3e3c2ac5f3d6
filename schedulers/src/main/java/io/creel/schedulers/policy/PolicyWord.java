package io.creel.schedulers.policy;

import java.util.List;

/**
 * A word that a policy takes behind its numbers, one of a few: {@code edf(5us, red-black)}. The numbers before it may be left out,
 * {@code edf(red-black)}. Immutable.
 *
 * @param name
 *            what lists and error messages call it, such as {@code tree}
 * @param choices
 *            what can be given, the default first
 */
public record PolicyWord(String name, List<String> choices) {
    /** Checks the names. */
    public PolicyWord {
        choices = List.copyOf(choices);
        if (choices.isEmpty() || !PolicyText.isName(name) || !choices.stream().allMatch(PolicyText::isName)) {
            throw new IllegalArgumentException("word out of range: name=" + name + ", choices=" + choices + ", allowed="
                    + PolicyText.NAME_FORM);
        }
    }

    /** A word of the caller's choices, the default first. */
    public static PolicyWord of(String name, String... choices) {
        return new PolicyWord(name, List.of(choices));
    }

    /** What holds if none is given. */
    public String otherwise() {
        return choices.getFirst();
    }

    /** Whether a text means to be a word: a number never begins with a letter. */
    static boolean isWord(String text) {
        return Character.isLetter(text.charAt(0));
    }

    /** Checks it; the policy's text is for the message. */
    String parse(String policy, String text) {
        if (!choices.contains(text)) {
            throw new IllegalArgumentException(name + " is " + String.join(" or ", choices) + ": policy=" + policy
                    + ", given=" + text);
        }
        return text;
    }

    /** The name and the choices, as lists show them: {@code tree=b-plus or red-black}. */
    @Override
    public String toString() {
        return name + "=" + String.join(" or ", choices);
    }
}
