package io.creel.verifier.engine;

/**
 * A lock that is held.
 *
 * @param kind
 *            what holds it
 * @param count
 *            how often a re-entrant lock is held
 * @param atEntry
 *            whether the caller had taken it
 * @param events
 *            where it was taken
 */
record HeldLock(Kind kind, int count, boolean atEntry, Event events) {
    enum Kind {
        /** May be held across a suspension. */
        COROUTINE("a lock of the coroutine"),
        /** Must not be held across one. */
        NO_SUSPEND("a lock marked @NoSuspend"), THREAD("a lock of the thread"), MONITOR("a monitor");

        final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    HeldLock again(int times) {
        return new HeldLock(kind, times, atEntry, events);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HeldLock held && kind == held.kind && count == held.count && atEntry == held.atEntry;
    }

    @Override
    public int hashCode() {
        return kind.hashCode() * 31 + count * 2 + (atEntry ? 1 : 0);
    }
}
