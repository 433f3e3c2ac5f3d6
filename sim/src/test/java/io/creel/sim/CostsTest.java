package io.creel.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class CostsTest {
    @Test
    void shouldReadNamedCostsAndChargeNothingForTheRest() {
        assertEquals(new Costs(1_000, 5_000, 0, 200, 0, 100, 20, 0, 0, 0),
                Costs.parse("preempt=1us, wake=5us,steal=.2us,pop=.1us+.02us/item"));
        assertEquals(Costs.NONE, Costs.parse("none"));
        assertEquals(Costs.NONE, Costs.parse(""));
        assertEquals(new Costs(0, 0, 30, 0, 50, 0, 20, 0, 0, 0),
                Costs.parse("switch=30ns,dispatch=50ns,pop=20ns/item"));
    }

    @Test
    void shouldWriteTextThatItCanRead() {
        for (String text : new String[]{"none", "preempt=1us,wake=5us", "steal=200ns,pop=100ns+20ns/item",
                "dispatch=50ns,pop=0+20ns/item", "switch=1.5us,pop=1ms", "preempt=1us,checkpoint=40ns/500ns",
                "switch=100ns,begin=1.3us"}) {
            assertEquals(text, Costs.parse(text).text());
        }
    }

    @Test
    void shouldNameTheKnownWordsWhenAWordIsUnknown() {
        refused("cost cannot be read: text=prempt=1us, known=preempt=TIME, wake=TIME, switch=TIME, steal=TIME,"
                + " dispatch=TIME, pop=TIME+TIME/item, checkpoint=TIME/TIME, begin=TIME", "prempt=1us");
        refused("cost cannot be read: text=pop=1us+2us, known=pop=TIME+TIME/item", "pop=1us+2us");
        refused("cost cannot be read: text=checkpoint=40ns, known=checkpoint=TIME/TIME, the cost of one"
                + " and the time to the next", "checkpoint=40ns");
        refused("cost is named twice: name=wake, text=wake=1us,wake=2us", "wake=1us,wake=2us");
        refused("duration cannot be read: text=5, known=a number and ns, us, µs, ms or s, such as 0.5us", "wake=5");
        refused("duration must be from 0 to 3600 s: text=-5us", "wake=-5us");
    }

    private static void refused(String message, String text) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, () -> Costs.parse(text)).getMessage());
    }
}
