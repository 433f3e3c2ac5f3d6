package io.creel.agent.check;

/** One value in the list of those that a context owns. Reused by its context. */
final class Entry {
    /** The owner; {@code null} while the entry is free, and for the marks of {@link Facts}. */
    Context context;
    Facts facts;
    /** The caller's entry for the same value, which is in force again if the callee refuses; {@code null} for none. */
    Entry former;
    /** Grows along the list; a method compares it with its mark. */
    long number;
    Entry previous;
    Entry next;
}
