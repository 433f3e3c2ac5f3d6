package io.creel.schedulers.services;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.creel.schedulers.when.When;
import io.creel.schedulers.where.Where;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoliciesTest {
    private final Hints hints = Hints.none(new SplittableRandom(1)).withTypes(2, handle -> 0);

    private Where where(String text) {
        return Policies.where(text, hints, () -> 0);
    }

    private When when(String text) {
        return Policies.when(text, "queue", hints, () -> 0);
    }

    @Test
    void shouldMakeEveryPolicyByItsNameAlone() {
        for (String name : Policies.wheres()) {
            assertEquals(name, where(name).name());
        }
        for (String name : Policies.whens()) {
            assertEquals("queue", when(name).name());
        }
        for (String name : Policies.scalings()) {
            assertEquals(name, Policies.scaling(name, hints, () -> 0).name());
        }
        assertEquals(18, Policies.wheres().size());
        assertEquals(13, Policies.whens().size());
        assertEquals(8, Policies.scalings().size());
    }

    @Test
    void shouldTakeNumbersAndDurations() {
        assertEquals(10_000, when("time-slice(10us)").quantumNs());
        assertEquals(7, when("two-queue(7, 2)").quantumNs());
        assertEquals(0, when("edf(0)").quantumNs());
    }

    @Test
    void shouldAnswerAnUnknownNameWithThoseThereAre() {
        assertEquals(
                "unknown scaling: name=fifo, known=[arachne, delay-range, harvest, ix-elastic, standing-queue, tas,"
                        + " utilisation-range, warm-cores]",
                assertThrows(IllegalArgumentException.class,
                        () -> Policies.scaling("fifo", hints, () -> 0)).getMessage());
        assertEquals("unknown when: name=lifo, known=" + Policies.whens(),
                assertThrows(IllegalArgumentException.class, () -> when("lifo")).getMessage());
        assertEquals("unknown where: name=, known=" + Policies.wheres(),
                assertThrows(IllegalArgumentException.class, () -> where("")).getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "time-slice(1,2) | too many numbers: when=time-slice(1,2), numbers=2, most=1",
            "fifo(1) | too many numbers: when=fifo(1), numbers=1, most=0",
            "time-slice(1 | bracket not closed: when=time-slice(1",
            "time-slice(x) | not a number: of=time-slice(x), text=x, units=[ns, us, ms, s]",
            "time-slice() | not a number: of=time-slice(), text=, units=[ns, us, ms, s]",
            "priority(4294967297) | number too big: number=4294967297, most=2147483647",
            "time-slice(2s) | quantum out of range: policy=queue, quantumNs=2000000000, least=1, most=1000000000"})
    void shouldSayWhatIsWrong(String text, String message) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, () -> when(text)).getMessage());
    }
}
