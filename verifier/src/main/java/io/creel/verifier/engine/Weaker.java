package io.creel.verifier.engine;

import io.creel.verifier.contract.MethodContract;
import io.creel.verifier.contract.ValueContract;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;

/** Whether one contract asks for no more than another one: of an override, or of a referenced method. */
final class Weaker {
    private Weaker() {
    }

    /** Returns what a referenced method asks for beyond the interface's method; {@code null} for nothing. */
    static String than(MethodContract referenced, MethodContract offered, Handle body, int captured) {
        String more = effects(referenced, offered);
        if (more != null) {
            return more;
        }
        boolean unbound = captured < 0;
        if (unbound) {
            more = value(referenced.receiver,
                    offered.parameters.isEmpty() ? new ValueContract() : offered.parameters.get(0), "the receiver");
        } else if (body.getTag() != Opcodes.H_INVOKESTATIC && !referenced.receiver.givesUp.isEmpty()) {
            return referenced.receiver.text() + " on a captured receiver";
        }
        int shift = unbound ? 1 : -Math.max(captured, 0);
        for (int i = 0; more == null && i < referenced.parameters.size(); i++) {
            int at = i + shift;
            more = value(referenced.parameters.get(i),
                    at >= 0 && at < offered.parameters.size() ? offered.parameters.get(at) : new ValueContract(),
                    "argument " + (i + 1));
        }
        return more;
    }

    /** Returns what an override asks for beyond what it overrides; {@code null} for nothing. */
    static String override(MethodContract overriding, MethodContract overridden) {
        String more = effects(overriding, overridden);
        for (int i = 0; more == null && i < overriding.parameters.size() && i < overridden.parameters.size(); i++) {
            String name = i < overriding.names.size() ? overriding.names.get(i) : "argument " + (i + 1);
            more = value(overriding.parameters.get(i), overridden.parameters.get(i), name);
            if (more == null && overriding.returns == null) {
                more = promises(overriding.parameters.get(i), overridden.parameters.get(i), name);
            }
        }
        if (more == null) {
            more = value(overriding.receiver, overridden.receiver, "the receiver");
        }
        if (more == null && overridden.acquires != null && overriding.acquires == null && overriding.returns == null) {
            more = "a result that the caller does not own";
        }
        return more;
    }

    private static String effects(MethodContract asks, MethodContract offers) {
        if (asks.suspends && !offers.suspends) {
            return "@Suspends";
        }
        if (asks.place != null && !asks.place.equals(offers.place)
                && !(offers.suspends && asks.place.equals("COROUTINE"))) {
            return asks.text("RunsOn").isEmpty() ? "@RunsOn(" + asks.place + ")" : asks.text("RunsOn");
        }
        if (!offers.requiresLocks.containsAll(asks.requiresLocks)) {
            return asks.text("RequiresLock");
        }
        if (asks.acquires != null && offers.acquires == null) {
            return asks.text("Acquires") + ", and no caller gives the result up";
        }
        return null;
    }

    private static String value(ValueContract asks, ValueContract offers, String name) {
        if (!asks.from.isEmpty() && !(!offers.from.isEmpty() && asks.from.containsAll(offers.from))) {
            return asks.text("From") + " for " + name;
        }
        if (!asks.givesUp.isEmpty() && offers.givesUp.isEmpty()) {
            return (asks.text("Releases").isEmpty() ? asks.text("Transfers") : asks.text("Releases")) + " for " + name;
        }
        if (asks.tiedTo != null && offers.tiedTo == null) {
            return asks.text("TiedTo") + " for " + name;
        }
        return null;
    }

    private static String promises(ValueContract mine, ValueContract its, String name) {
        if (!mine.givesUp.isEmpty() && !its.givesUp.isEmpty()
                && !mine.givesUp.stream().map(ValueContract.GivesUp::when).toList()
                        .equals(its.givesUp.stream().map(ValueContract.GivesUp::when).toList())) {
            return mine.text() + " instead of " + its.text() + " for " + name;
        }
        return null;
    }
}
