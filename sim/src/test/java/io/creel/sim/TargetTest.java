package io.creel.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.sim.load.LoadRange;
import io.creel.sim.load.ServiceMix;
import io.creel.sim.stats.Distribution;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
    private static final ServiceMix HB = ServiceMix.parse("HB");

    @ParameterizedTest
    @ValueSource(strings = {"p99.9slowdown<=50", "p99<=100us", "mean<=20us", "type1:p50<=1.5ms", "meanslowdown<=2.5"})
    void shouldWriteTextThatItReads(String text) {
        assertEquals(text, Target.parse(text, HB).text());
    }

    @Test
    void shouldListReadableFormsWhenATextCannotBeRead() {
        refused("target cannot be read: text=p99<5us, known=METRIC<=VALUE such as p99.9slowdown<=50 or p99<=100us",
                "p99<5us");
        refused("metric cannot be read: text=p100, known=" + Metric.KNOWN, "p100<=5us");
        refused("metric cannot be read: text=q99, known=" + Metric.KNOWN, "q99<=5us");
        refused("metric names a type that the mix does not have: text=type2:p99, types=2", "type2:p99<=5us");
        refused("duration cannot be read: text=50, known=a number and ns, us, µs, ms or s, such as 0.5us", "p99<=50");
        refused("target must be above 0: text=p99slowdown<=0", "p99slowdown<=0");
        refused("number cannot be read: text=5us", "p99slowdown<=5us");
    }

    private static void refused(String message, String text) {
        assertEquals(message,
                assertThrows(IllegalArgumentException.class, () -> Target.parse(text, HB)).getMessage());
    }

    /** Ten thousand requests of 1 to 10,000 ns, and some that were dropped. */
    private static SimulationResult result(long dropped) {
        Distribution values = new Distribution();
        for (int ns = 1; ns <= 10_000; ns++) {
            values.record(ns);
        }
        Latency latency = new Latency(values, values, dropped);
        return new SimulationResult(0.5, latency, List.of(latency, latency), null);
    }

    @Test
    void shouldCountDropsAsInfinitelyLate() {
        assertEquals(9_000, result(0).all().sojournNs(90), 10);
        assertEquals(9_900, result(1_000).all().sojournNs(90), 10, "90 % of 11,000 are 9,900");
        assertEquals(Double.POSITIVE_INFINITY, result(1_200).all().sojournNs(90));
        assertTrue(Target.parse("p90<=9100ns", HB).isMet(result(0)));
        assertFalse(Target.parse("p90<=1s", HB).isMet(result(1_200)));
        assertTrue(Target.parse("mean<=5001ns", HB).isMet(result(0)));
        assertFalse(Target.parse("mean<=1s", HB).isMet(result(1)));
    }

    @Test
    void shouldNotBelieveAPercentileOfTooFewSamples() {
        assertTrue(Target.parse("p90<=1s", HB).isMet(result(0)), "a thousand lie beyond");
        assertFalse(Target.parse("p90.1<=1s", HB).isMet(result(0)), "990 lie beyond");
    }

    /** Too few samples prove neither that a load meets the target nor that it does not. */
    @Test
    void shouldNotKnowTheHighestLoadOfTooFewSamples() {
        ServiceMix mix = ServiceMix.parse("EX1");
        List<Target> targets = List.of(Target.parse("p99<=20us", mix));
        Curve few = Curve.scan("few", LoadRange.parse("0.1,0.2"),
                load -> Simulation.run(Runs.settings(1, "EX1", 1_000, 1), load, Runs.CENTRAL), done -> {
                });
        assertEquals(new Curve.Highest(0, false), few.highestLoad(targets));
        Curve enough = Curve.scan("enough", LoadRange.parse("0.5,0.95"),
                load -> Simulation.run(Runs.settings(1, "EX1", 100_000, 1), load, Runs.CENTRAL), done -> {
                });
        assertEquals(new Curve.Highest(0.5, true), enough.highestLoad(targets));
        assertEquals(new Curve.Highest(0, true), enough.highestLoad(List.of(Target.parse("p99<=1us", mix))));
        Curve mixed = new Curve("mixed", List.of(enough.results().getFirst(), few.results().getFirst()));
        assertEquals(new Curve.Highest(0.5, false), mixed.highestLoad(targets));
    }
}
