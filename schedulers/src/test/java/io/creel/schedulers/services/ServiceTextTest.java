package io.creel.schedulers.services;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceTextTest {
    @Test
    void shouldReadGivenPartsAndDefaultTheRest() {
        List<ServiceSpec> specs = ServiceText
                .parse("""
                       # network first
                       class interactive: where central, when two-queue(5us, 8), share 300, slo 50µs

                       class bulk: capacity 1024, starving 1s   # the rest as usual
                       """);
        assertEquals(List.of(
                ServiceSpec.named("interactive").when("two-queue(5us, 8)").share(300).sloNs(50_000),
                ServiceSpec.named("bulk").capacity(1_024).starvingNs(1_000_000_000)), specs);
    }

    @Test
    void shouldReadItsOwnTextForm() {
        ServiceSpec spec = ServiceSpec.named("a-1").where("jbsq(3, 5us)").when("shares(300,100)").share(7).sloNs(8)
                .starvingNs(9).capacity(10);
        assertEquals("class a-1: where jbsq(3, 5us), when shares(300,100), share 7, slo 8ns, starving 9ns, capacity 10",
                spec.toString());
        assertEquals(List.of(spec), ServiceText.parse(spec.toString()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "class a: shar 3 | line 1: unknown word: word=shar, known=[capacity, share, slo, starving, when, where]",
            "class a: share 0 | line 1: share out of range: class=a, share=0, least=1, most=10000",
            "class a: share 99999999999 | line 1: share is a whole number of at most 9 digits: text=99999999999",
            "class a: share many | line 1: share is a whole number of at most 9 digits: text=many",
            "class a: share -1 | line 1: share is a whole number of at most 9 digits: text=-1",
            "class a: slo 99999999999s | line 1: slo is a time: duration must be from 0 to 3600 s: text=99999999999s",
            "class a: slo us | line 1: slo is a time: duration cannot be read: text=us, known=a number and ns, us, µs, ms or s, such as 0.5us",
            "class a: slo 50 | line 1: slo is a time: duration cannot be read: text=50, known=a number and ns, us, µs, ms or s, such as 0.5us",
            "class a: slo 1us, slo 2us | line 1: word given twice: word=slo, class=a",
            "class a: where | line 1: word without a value: word=where, class=a",
            "class a: capacity 0 | line 1: class out of range: class=a, sloNs=0, starvingNs=100000000, capacity=0",
            "class a b: when fifo | line 1: class name out of range: class=a b, allowed=[A-Za-z0-9_.-]+",
            "class a when fifo | line 1: not a class: text=class a when fifo, form=class NAME: where X, when Y, …",
            "a: when fifo | line 1: not a class: text=a: when fifo, form=class NAME: where X, when Y, …",
            "# nothing | no class: lines=1, form=class NAME: where X, when Y, …"})
    void shouldNameTheErrorAndItsLine(String text, String message) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, () -> ServiceText.parse(text)).getMessage());
    }

    @Test
    void shouldSayTheLineOfAClassNamedTwice() {
        assertEquals("line 3: class named twice: class=a", assertThrows(IllegalArgumentException.class,
                () -> ServiceText.parse("class a: when fifo\n\nclass a: when edf")).getMessage());
    }
}
