package io.creel.verifier.engine;

import java.util.Objects;
import java.util.Set;

/**
 * What is known about one value. The events explain it; they do not tell facts apart.
 *
 * @param own
 *            the kind of ownership
 * @param states
 *            the states that it may be in; {@code null} if its class declares none
 * @param lender
 *            for a borrowed value, the lender; {@code null} for the caller
 * @param tied
 *            the value that it belongs to; {@code null} for none
 * @param captures
 *            the tracked values that a lambda holds
 * @param ended
 *            how the loan has ended, or how the value was given up; {@code null} if it may be used
 * @param isNonNull
 *            whether it is known not to be null
 * @param events
 *            its history, newest first
 */
record Fact(Own own, Set<String> states, Id lender, Id tied, Set<Id> captures, String ended, boolean isNonNull,
        Event events) {
    enum Own {
        /** Nothing to own, such as a lambda or a socket. */
        NONE,
        /** This method must give it up. */
        OWNED,
        /** Owned by another one, for a time. */
        BORROWED,
        /** Given up. */
        GONE,
        /** A copy that may dangle. */
        UNOWNED,
        /** Owned by a field of this object, from which it may be moved. */
        FIELD
    }

    Fact with(Own next, String how, Event event) {
        return new Fact(next, states, lender, tied, captures, how, isNonNull, event);
    }

    Fact in(Set<String> next, Event event) {
        return new Fact(own, next, lender, tied, captures, ended, isNonNull, event);
    }

    Fact tiedTo(Id to, Event event) {
        return new Fact(own, states, lender, to, captures, ended, isNonNull, event);
    }

    Fact after(Event event) {
        return new Fact(own, states, lender, tied, captures, ended, isNonNull, event);
    }

    Fact nonNull() {
        return isNonNull ? this : new Fact(own, states, lender, tied, captures, ended, true, events);
    }

    Fact renamed(Id from, Id to) {
        Id newLender = lender == null ? null : lender.renamed(from, to);
        Id newTied = tied == null ? null : tied.renamed(from, to);
        Set<Id> held = captures.isEmpty()
                ? captures
                : Set.copyOf(captures.stream().map(id -> id.renamed(from, to)).toList());
        return new Fact(own, states, newLender, newTied, held, ended, isNonNull, events);
    }

    String stateText() {
        return states == null ? "" : "<" + String.join("|", states) + ">";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fact fact && own == fact.own && Objects.equals(states, fact.states)
                && Objects.equals(lender, fact.lender) && Objects.equals(tied, fact.tied)
                && captures.equals(fact.captures) && (ended == null) == (fact.ended == null)
                && isNonNull == fact.isNonNull;
    }

    @Override
    public int hashCode() {
        return Objects.hash(own, states, lender, tied, captures, ended == null, isNonNull);
    }
}
