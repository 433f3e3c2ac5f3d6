package io.creel.schedulers.policy;

/** What a policy decides. The order is that of the text {@code WHERE/WHEN/SCALING}. */
public enum PolicyAxis {
    /** Which worker runs a coroutine. */
    WHERE("where"),
    /** What runs next, in what batches and for how long. */
    WHEN("when"),
    /** How many workers are active. */
    SCALING("scaling");

    private final String word;

    PolicyAxis(String word) {
        this.word = word;
    }

    /** The word in texts and messages: {@code where}, {@code when} or {@code scaling}. */
    public String word() {
        return word;
    }
}
