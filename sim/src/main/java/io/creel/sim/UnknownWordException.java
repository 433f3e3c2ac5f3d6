package io.creel.sim;

import java.util.List;

/** A word that means nothing here, with those that do. */
public final class UnknownWordException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String kind;
    private final String word;
    private final transient List<String> known;

    UnknownWordException(String kind, String word, List<String> known) {
        super("unknown word: kind=" + kind + ", word=" + word + ", known=" + String.join(", ", known));
        this.kind = kind;
        this.word = word;
        this.known = List.copyOf(known);
    }

    /** What it should have been: a policy, a cost. */
    public String kind() {
        return kind;
    }

    /** The word. */
    public String word() {
        return word;
    }

    /** The words that mean something. */
    public List<String> known() {
        return known;
    }
}
