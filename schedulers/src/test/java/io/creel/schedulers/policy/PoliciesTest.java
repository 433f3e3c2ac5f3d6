package io.creel.schedulers.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.queues.OrderedTree;
import io.creel.queues.RedBlackStash;
import io.creel.queues.TreeStash;
import io.creel.schedulers.scaling.Scaling;
import io.creel.schedulers.when.When;
import io.creel.schedulers.where.Where;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PoliciesTest {
    private final PolicyContext context = PolicyContext.of(new SplittableRandom(1), () -> 0).withTypes(2, handle -> 0);

    private When when(String text) {
        return Policies.when(text, "queue", context);
    }

    static Stream<PolicyProvider<?>> all() {
        return Stream.of(PolicyAxis.values()).flatMap(axis -> Policies.providers(axis).stream());
    }

    @Test
    void shouldKnowEveryStockPolicy() {
        assertEquals(18, Policies.names(PolicyAxis.WHERE).size());
        assertEquals(13, Policies.names(PolicyAxis.WHEN).size());
        assertEquals(8, Policies.names(PolicyAxis.SCALING).size());
    }

    @ParameterizedTest
    @MethodSource("all")
    void shouldMakeEveryPolicyByItsNameAlone(PolicyProvider<?> provider) {
        switch (provider.make("queue", context, provider.parse(PolicyText.parse(provider.name())))) {
            case Where where -> assertEquals(provider.name(), where.name());
            case When when -> assertEquals("queue", when.name());
            case Scaling scaling -> assertEquals(provider.name(), scaling.name());
            default -> throw new AssertionError(provider.name());
        }
    }

    /** The default that a list shows can be written in a text, and makes the same policy. */
    @ParameterizedTest
    @MethodSource("all")
    void shouldReadTheDefaultsThatItShows(PolicyProvider<?> provider) {
        List<PolicyNumber> plain = provider.numbers().stream().takeWhile(number -> number.defaultText() == null)
                .toList();
        String text = plain.isEmpty()
                ? provider.name()
                : plain.stream().map(number -> number.unit().write(number.otherwise()))
                        .collect(Collectors.joining(", ", provider.name() + "(", ")"));
        PolicyNumbers given = provider.parse(PolicyText.parse(text));
        for (int i = 0; i < plain.size(); i++) {
            assertEquals(plain.get(i).otherwise(), given.get(i), text);
        }
        provider.make("queue", context, given);
        assertFalse(provider.summary().isBlank() || provider.source().isBlank());
        assertTrue(provider.summary().endsWith("."), provider.summary());
    }

    @Test
    void shouldReadUnitsOfAllKinds() {
        assertEquals(10_000, when("time-slice(10us)").quantumNs());
        assertEquals(10_000, when("time-slice(10\u00b5s)").quantumNs());
        assertEquals(10_000, when("time-slice(10\u03bcs)").quantumNs());
        assertEquals(1_500, when(" time-slice( 1.5us ) ").quantumNs());
        assertEquals(7, when("two-queue(7ns, 2)").quantumNs());
        assertEquals(0, when("edf(0)").quantumNs());
        assertEquals(Long.MAX_VALUE, when("edf").quantumNs());
        assertEquals("queue", when("deficit(1500B, 64B)").name());
        assertEquals("fractions", Policies.where("fractions(30%, 20%)", context).name());
    }

    /** A word stands behind the numbers, and without them. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"edf | none | b-plus", "edf(b-plus) | none | b-plus",
            "edf(red-black) | none | red-black", "edf( 5us , red-black ) | 5us | red-black", "edf(0) | 0 | b-plus"})
    void shouldReadTheTreeOfADeadlineOrder(String text, String quantum, String tree) {
        When edf = when(text);
        assertEquals(quantum.equals("none") ? Long.MAX_VALUE : DurationText.parseNs(quantum), edf.quantumNs());
        assertEquals(tree.equals("b-plus") ? TreeStash.class : RedBlackStash.class, edf.entry().getClass());
    }

    @Test
    void shouldShowTheChoicesOfAWordTheDefaultFirst() {
        PolicyProvider<?> edf = Policies.provider(PolicyAxis.WHEN, "edf");
        assertEquals("edf(quantum=none, tree=b-plus or red-black)", edf.usage());
        PolicyWord tree = edf.word().orElseThrow();
        for (OrderedTree each : OrderedTree.values()) {
            assertTrue(tree.choices().contains(each.toString()), "every tree has its word");
        }
        assertEquals(OrderedTree.values().length, tree.choices().size());
        PolicyProvider<?> fifo = Policies.provider(PolicyAxis.WHEN, "fifo");
        assertTrue(fifo.word().isEmpty());
        assertEquals("policy takes no word: numbers=[]", assertThrows(IllegalStateException.class,
                () -> fifo.parse(PolicyText.parse("fifo")).word()).getMessage());
        assertEquals("word out of range: name=tree, choices=[], allowed=lower-case letters, digits and hyphens",
                assertThrows(IllegalArgumentException.class, () -> PolicyWord.of("tree")).getMessage());
        assertThrows(IllegalArgumentException.class, () -> PolicyWord.of("tree", "5us"), "a number");
    }

    @Test
    void shouldNameSimilarAndKnownPoliciesWhenANameIsUnknown() {
        assertEquals(
                "unknown scaling: name=fifo, hint=fifo is a when policy, write central/fifo, known=[arachne, delay-range,"
                        + " harvest, ix-elastic, standing-queue, tas, utilisation-range, warm-cores]",
                assertThrows(UnknownPolicyException.class, () -> Policies.scaling("fifo", context)).getMessage());
        UnknownPolicyException unknown = assertThrows(UnknownPolicyException.class, () -> when("two-quue"));
        assertEquals("unknown when: name=two-quue, similar=[two-queue], known=" + Policies.names(PolicyAxis.WHEN),
                unknown.getMessage());
        assertEquals(PolicyAxis.WHEN, unknown.axis());
        assertEquals("unknown where: name=, known=" + Policies.names(PolicyAxis.WHERE),
                assertThrows(UnknownPolicyException.class, () -> Policies.where("", context)).getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "two-queue(5) | quantum is a time and needs its unit, write 5us: policy=two-queue(5), given=5",
            "deficit(5) | budget is a size and needs its unit, write 5B: policy=deficit(5), given=5",
            "time-slice(1us,2us) | too many numbers: policy=time-slice(1us, 2us), given=2, most=1, known=time-slice(quantum=5us)",
            "fifo(1) | too many numbers: policy=fifo(1), given=1, most=0, known=fifo",
            "shares(1,2,3) | more numbers than types: number=weight, given=3, types=2",
            "time-slice(1us | policy bracket not closed at the end: policy=time-slice(1us, form=NAME or NAME(NUMBER, NUMBER), such as two-queue(5us, 256)",
            "time-slice(x) | quantum is a time, such as 5us: policy=time-slice(x), given=x",
            "time-slice() | policy number missing: policy=time-slice(), form=NAME or NAME(NUMBER, NUMBER), such as two-queue(5us, 256)",
            "priority(4294967297) | guard is out of range: policy=priority(4294967297), given=4294967297, least=1, most=2147483647",
            "priority(3us) | guard is a whole number, such as 8: policy=priority(3us), given=3us",
            "edf(redblack) | tree is b-plus or red-black: policy=edf(redblack), given=redblack",
            "edf(Red-Black) | tree is b-plus or red-black: policy=edf(Red-Black), given=Red-Black",
            "edf(red-black, 5us) | too many numbers: policy=edf(red-black, 5us), given=2, most=1, known=edf(quantum=none, tree=b-plus or red-black)",
            "edf(5us, red-black, b-plus) | too many numbers: policy=edf(5us, red-black, b-plus), given=2, most=1, known=edf(quantum=none, tree=b-plus or red-black)",
            "edf(5us, 6us) | too many numbers: policy=edf(5us, 6us), given=2, most=1, known=edf(quantum=none, tree=b-plus or red-black)",
            "time-slice(red-black) | quantum is a time, such as 5us: policy=time-slice(red-black), given=red-black",
            "time-slice(2s) | quantum is out of range: policy=time-slice(2s), given=2s, least=1ns, most=1s",
            "two-queue:5us | policy cannot be read: policy=two-queue:5us, form=NAME or NAME(NUMBER, NUMBER), such as two-queue(5us, 256)"})
    void shouldNameTheErrorAndACorrectForm(String text, String message) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, () -> when(text)).getMessage());
    }

    @Test
    void shouldRefuseTwoPoliciesOfOneName() {
        PolicyProvider<?> fifo = Policies.provider(PolicyAxis.WHEN, "fifo");
        assertEquals("two policies have the same name: when=fifo, providers=io.creel.schedulers.when.fifo.Fifo$Provider"
                + " and io.creel.schedulers.when.fifo.Fifo$Provider",
                assertThrows(IllegalStateException.class, () -> Policies.byName(List.of(fifo, fifo))).getMessage());
    }

    @Test
    void shouldReadAChoiceAndFillInOmittedParts() {
        assertEquals("hash/fifo", PolicyChoice.parse(" hash ").name());
        PolicyChoice choice = PolicyChoice.parse("jbsq( 3 )/two-queue(5us,256)/tas");
        assertEquals("jbsq(3)/two-queue(5us, 256)/tas", choice.name());
        assertEquals("tas", choice.scaling(context).name());
        assertEquals(List.of("central/two-queue(5us, 256)", "hash"),
                PolicyText.split("central/two-queue(5us, 256), hash,"));
        assertEquals("policy cannot be read: policy=a/b/c/d, form=WHERE/WHEN/SCALING, such as"
                + " central/two-queue(5us, 256)/standing-queue",
                assertThrows(IllegalArgumentException.class, () -> PolicyChoice.parse("a/b/c/d")).getMessage());
        PolicyChoice shares = PolicyChoice.parse("central/shares(1, 2, 3)");
        assertEquals("central/shares(1, 2, 3)", shares.requireFits(3).name());
        assertThrows(IllegalArgumentException.class, () -> shares.requireFits(2));
    }
}
