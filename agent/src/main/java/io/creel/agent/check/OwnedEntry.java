package io.creel.agent.check;

/** One value in the list of those that a context owns. Its context uses it again. */
final class OwnedEntry {
    /** The owner; {@code null} for the marks of {@link ValueFacts}. */
    final Context context;
    /** The value; {@code null} while the entry is free. */
    ValueFacts facts;
    /** The caller's entry for the same value, which is in force again if the callee refuses; {@code null} for none. */
    OwnedEntry former;
    /** Grows along the list; a method compares it with its mark. */
    long number;

    OwnedEntry(Context context) {
        this.context = context;
    }
}
