package io.creel.schedulers.policy;

import java.util.List;

/**
 * A word that a policy takes behind its numbers, one of a few: {@code edf(5us, red-black)}. The numbers before it may
 * be omitted, {@code edf(red-black)}. Immutable.
 *
 * @param name
 *            its name in lists and error messages, such as {@code tree}
 * @param choices
 *            the possible words, the default first
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

    /**
     * Makes a word with choices of the caller.
     *
     * @param name
     *            its name in lists and error messages
     * @param choices
     *            the possible words, the default first
     * @return the word
     */
    public static PolicyWord of(String name, String... choices) {
        return new PolicyWord(name, List.of(choices));
    }

    /** {@return the default} */
    public String otherwise() {
        return choices.getFirst();
    }

    /** Returns whether a text is meant as a word: a number never begins with a letter. */
    static boolean isWord(String text) {
        return Character.isLetter(text.charAt(0));
    }

    /** Checks a given word; the policy's text is for the message. */
    String parse(String policy, String text) {
        if (!choices.contains(text)) {
            throw new IllegalArgumentException(name + " is " + String.join(" or ", choices) + ": policy=" + policy
                    + ", given=" + text);
        }
        return text;
    }

    /** {@return the name and the choices, as lists show them: {@code tree=b-plus or red-black}} */
    @Override
    public String toString() {
        return name + "=" + String.join(" or ", choices);
    }
}
