package io.creel.agent.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The entry of its owner says that a value is owned, and a giver writes only to its own entry. */
class ValueFactsTest {
    private static final String WHERE = "Sink.offer\tProgram.run(Program.java:1)\t@Transfers";

    /** A value with a field for its facts. */
    private static final class Value implements Tagged {
        private ValueFacts facts = new ValueFacts(Kind.of(Value.class));

        @Override
        public ValueFacts creelFacts() {
            return facts;
        }

        @Override
        public void creelFacts(ValueFacts made) {
            facts = made;
        }
    }

    private final Context giver = new Context(false, false);
    private final Context taker = new Context(false, false);
    private final Value value = new Value();

    private Object giving() {
        ValueChecks.acquired(giver, value, true);
        return ValueChecks.giving(giver, value, WHERE, "");
    }

    @Test
    void shouldBeGoneWhenTheGiverHasOnlyFreedItsEntry() {
        Object token = giving();
        ValueChecks.gave(giver, value, token, true);
        assertSame(ValueFacts.GONE, value.facts.owned());
        assertFalse(value.facts.isOwnedBy(giver));
        assertEquals("CR004", assertThrows(RuleViolation.class, () -> ValueChecks.use(giver, value, WHERE)).code());
        assertEquals("CR005", assertThrows(RuleViolation.class, () -> ValueChecks.giving(giver, value, WHERE, ""))
                .code());
    }

    /** The entry of the value before is used again, and speaks of its new value only. */
    @Test
    void shouldStayGoneWhenTheEntryServesAnotherValue() {
        Object token = giving();
        ValueChecks.gave(giver, value, token, true);
        Value next = new Value();
        ValueChecks.acquired(giver, next, true);
        assertSame(token, next.facts.owned());
        assertSame(ValueFacts.GONE, value.facts.owned());
        assertFalse(value.facts.isOwnedBy(giver));
        assertTrue(next.facts.isOwnedBy(giver));
    }

    /** What another thread does between the call and what follows it. */
    @Test
    void shouldLeaveTheValueToAnOwnerThatTookItMeanwhile() {
        Object token = giving();
        ValueChecks.acquired(taker, value, true);
        ValueChecks.gave(giver, value, token, true);
        assertTrue(value.facts.isOwnedBy(taker));
        ValueChecks.use(taker, value, WHERE);
        assertNull(giver.newest());
    }

    @Test
    void shouldStillBeOwnedWhenItWasRefused() {
        Object token = giving();
        ValueChecks.gave(giver, value, token, false);
        assertTrue(value.facts.isOwnedBy(giver));
        ValueChecks.use(giver, value, WHERE);
    }

    /** A loan of the callee ends with the ownership of its lender. */
    @Test
    void shouldEndTheLoanOfAValueThatWasGivenUp() {
        Object token = giving();
        ValueChecks.lentIn(taker, value, "");
        ValueChecks.gave(giver, value, token, true);
        assertSame(ValueFacts.GONE, value.facts.owned());
        assertNull(value.facts.borrower);
        assertEquals("CR004", assertThrows(RuleViolation.class, () -> ValueChecks.use(taker, value, WHERE)).code());
    }
}
