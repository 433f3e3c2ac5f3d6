package io.creel.cli.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The short form of the soak: a few rounds, each closed under load in a different order. The long form is
 * {@code mvn -q -Psystem-soak -pl cli -am -Dsoak.minutes=10}.
 */
class SystemSoakTest {
    private static final int ROUNDS = 40;
    private static final int FRAMES = 2_000;

    @Test
    void shouldAccountForEverythingInEveryRound() throws Exception {
        URI capture = Objects.requireNonNull(SystemSoak.class.getResource("/io/creel/cli/demo.pcapng")).toURI();
        SystemSoak soak = new SystemSoak(Path.of(capture).toString(), FRAMES);
        for (int seed = 1; seed <= ROUNDS; seed++) {
            assertNull(soak.round(seed), "seed " + seed);
        }
    }

    @ParameterizedTest
    @CsvSource({"KEEP_A_PACKET, packets are missing: out=1", "DROP_A_HANDLE, coroutines are missing: created="})
    void shouldFindTheCanarysFault(SoakRound.Plant plant, String begin) throws Exception {
        String fault = new SoakRound(1, plant).run(FRAMES).fault();
        assertNotNull(fault);
        assertTrue(fault.startsWith(begin), fault);
    }

    @Test
    void shouldServeMostRequests() throws Exception {
        SoakRound.Outcome outcome = new SoakRound(1, SoakRound.Plant.NOTHING).run(FRAMES);
        assertNull(outcome.fault());
        assertEquals(16, outcome.threads().started());
        assertTrue(outcome.counts().completed() > 0 && outcome.planted() > 0, outcome::toString);
    }
}
