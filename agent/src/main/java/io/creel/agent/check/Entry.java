package io.creel.agent.check;

/** One value in the list of those that a context owns. Its context uses it again. */
final class Entry {
    /** The owner; {@code null} for the marks of {@link Facts}. */
    final Context context;
    /** The value; {@code null} while the entry is free. */
    Facts facts;
    /** The caller's entry for the same value, which is in force again if the callee refuses; {@code null} for none. */
    Entry former;
    /** Grows along the list; a method compares it with its mark. */
    long number;

    Entry(Context context) {
        this.context = context;
    }
}
