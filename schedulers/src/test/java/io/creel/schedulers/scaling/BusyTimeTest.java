package io.creel.schedulers.scaling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.creel.schedulers.scaling.tas.Tas;
import org.junit.jupiter.api.Test;

class BusyTimeTest {
    private final ScalingDriver signals = new ScalingDriver(new Tas(), 2, 1, 1);
    private final BusyTime busy = new BusyTime();

    @Test
    void shouldMeasureAcrossTheWrapOfTheClock() {
        assertEquals(0, busy.look(signals, Long.MAX_VALUE - 10));
        signals.busyNs[0] += 15;
        assertEquals(0.75, busy.look(signals, Long.MIN_VALUE + 9));
        assertEquals(0, busy.look(signals, Long.MIN_VALUE + 9), "no time has passed");
    }
}
