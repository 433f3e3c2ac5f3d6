package io.creel.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs the same two programs under every garbage collector and compiler. Collectors move and walk the stacks of
 * suspended coroutines, and each compiler lays out its own frames.
 */
class CollectorsTest {
    private static final String HOPS = "40000";
    private static final String ROUNDS = "40000";

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseSerialGC", "-XX:+UseParallelGC", "-XX:+UseG1GC", "-XX:+UseZGC",
            "-XX:+UseG1GC -XX:+UseCompactObjectHeaders", "-XX:+UseZGC -XX:+UseCompactObjectHeaders", "-Xint",
            "-XX:TieredStopAtLevel=1", "-XX:-TieredCompilation"})
    void shouldSwitchAndRoamUnder(String options) {
        Fork switches = run(options, Switches.class, ROUNDS);
        assertEquals(0, switches.exitCode(), switches.output());
        assertTrue(switches.output().contains("wrong=0"), switches.output());
        assertTrue(switches.output().contains("rounds=" + ROUNDS), switches.output());

        Fork hops = run(options, Hops.class, HOPS, "ROAMING");
        assertEquals(0, hops.exitCode(), hops.output());
        assertTrue(hops.output().contains("wrongThreads=0 wrongLocals=0 wrongLocks=0 map=" + HOPS), hops.output());
    }

    private static Fork run(String options, Class<?> program, String... arguments) {
        List<String> all = new ArrayList<>(Fork.ALL);
        all.add("-Xmx64m"); // small, so that the collector runs often
        all.addAll(List.of(options.split(" ")));
        return Fork.run(all, program, arguments);
    }
}
