package io.creel.agent.check;

import io.creel.core.Coroutine;

/** Makes exceptions. The weaver passes one text per place: the callee, the place and the rule, with tabs between. */
final class Violations {
    private Violations() {
    }

    /** The callee at a place. */
    static String callee(String where) {
        return where.split("\t", -1)[0];
    }

    static RuleViolation of(String code, String what, String where, Acquired acquired) {
        String[] parts = where.split("\t", -1);
        Coroutine running = Coroutine.current();
        return new RuleViolation(code, what + ": " + (parts[0].isEmpty() ? "" : "call=" + parts[0] + ", ") + "at="
                + parts[1] + (parts[2].isEmpty() ? "" : ", rule=" + parts[2])
                + ", coroutine=" + (running == null ? "none" : running), acquired).observed();
    }

    /** A value, for messages: its class, because its text may need an owner. */
    static String name(Object value) {
        return value == null
                ? "null"
                : value.getClass().getSimpleName() + "@" + Integer.toHexString(System.identityHashCode(value));
    }
}
