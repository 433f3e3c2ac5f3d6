package io.creel.schedulers.policy;

/** The three decisions of policies. The order is that of the text {@code WHERE/WHEN/SCALING}. */
public enum PolicyAxis {
    /** Which worker runs a coroutine. */
    WHERE("where"),
    /** Which coroutine runs next, in what batches and for how long. */
    WHEN("when"),
    /** How many workers are active. */
    SCALING("scaling");

    private final String word;

    PolicyAxis(String word) {
        this.word = word;
    }

    /** {@return the word in texts and messages: {@code where}, {@code when} or {@code scaling}} */
    public String word() {
        return word;
    }
}
