package io.creel.examples.course;

/** Ends a program at a refusal that cannot happen because the program has made room. */
final class MustAccept {
    private MustAccept() {
    }

    /** Throws if the offer was refused. */
    static void check(boolean accepted) {
        if (!accepted) {
            throw new IllegalStateException("refused, although there is room");
        }
    }
}
