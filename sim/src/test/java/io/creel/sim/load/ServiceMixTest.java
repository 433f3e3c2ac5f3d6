package io.creel.sim.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceMixTest {
    private static final String KNOWN = ", known=SHARE:TIME,SHARE:TIME,... or exp:TIME or fixed:TIME or"
            + " B9, EX1, EX10, FX1, GH, HB, TPCC, XB";

    @ParameterizedTest
    @CsvSource({"HB, 50500, 2", "XB, 2997.5, 2", "GH, 53980, 2", "EX1, 1000, 1", "EX10, 10000, 1", "FX1, 1000, 1",
            "TPCC, 19068, 5", "B9, 1000, 2", "B9:10us, 10000, 2", "'0.995:0.5us,0.005:500us', 2997.5, 2",
            "exp:10us, 10000, 1", "fixed:3us, 3000, 1", "'0.5:exp:2us,0.5:fixed:4us', 3000, 2"})
    void shouldReadAMixAndKnowItsMean(String text, double meanNs, int types) {
        ServiceMix mix = ServiceMix.parse(text);
        assertEquals(meanNs, mix.meanNs(), 1e-6);
        assertEquals(types, mix.types().size());
        assertEquals(text, mix.text());
    }

    @Test
    void shouldDrawServiceTimesByTheMix() {
        ServiceMix mix = ServiceMix.parse("0.7:1us,0.3:exp:10us");
        Chance chance = new Chance(5, "mix");
        int[] counts = new int[2];
        double[] sumNs = new double[2];
        int draws = 1_000_000;
        for (int i = 0; i < draws; i++) {
            int type = mix.drawType(chance);
            counts[type]++;
            sumNs[type] += mix.drawNs(type, chance);
        }
        assertEquals(0.7, (double) counts[0] / draws, 0.003);
        assertEquals(1_000, sumNs[0] / counts[0]);
        assertEquals(10_000, sumNs[1] / counts[1], 5 * 10_000 / Math.sqrt(counts[1]));
    }

    @Test
    void shouldListReadableFormsWhenATextCannotBeRead() {
        refused("service times cannot be read: text=HBB" + KNOWN, "HBB");
        refused("service times cannot be read: text=" + KNOWN, "");
        refused("shares must add up to 1: sum=0.9, text=0.5:1us,0.4:2us", "0.5:1us,0.4:2us");
        refused("share must be above 0 and at most 1: share=0.0, text=0:1us,1:2us", "0:1us,1:2us");
        refused("share must be above 0 and at most 1: share=1.5, text=1.5:1us", "1.5:1us");
        refused("duration cannot be read: text=5, known=a number and ns, us, µs, ms or s, such as 0.5us, in=exp:5",
                "exp:5");
        refused("duration must be at least 1 ns: text=0, in=1:0", "1:0");
        refused("number cannot be read: text=half", "half:1us,0.5:1us");
        refused("too many types: types=65, atMost=64", "0.1:1us,".repeat(64) + "0.1:1us");
    }

    private static void refused(String message, String text) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, () -> ServiceMix.parse(text)).getMessage());
    }
}
