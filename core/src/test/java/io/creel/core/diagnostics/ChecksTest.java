package io.creel.core.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.internal.Checks.Check;
import io.creel.core.internal.Checks;
import io.creel.core.Fork;
import io.creel.probe.StartProbe;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChecksTest {
    private static Checks of(String name, String value) {
        Properties properties = new Properties();
        properties.setProperty(name, value);
        return Checks.of(properties);
    }

    private static Set<Check> on(String words) {
        Checks checks = of("creel.check", words);
        assertNull(checks.wrong());
        return checks.checks();
    }

    @Test
    void shouldTurnOnWhatTheWordsSay() {
        assertEquals(Set.of(), Checks.of(new Properties()).checks());
        assertEquals(EnumSet.of(Check.MONITORS, Check.LOCKS, Check.LEAKS, Check.STALLS), on("all"));
        assertEquals(EnumSet.of(Check.MONITORS), on("monitors"));
        assertEquals(EnumSet.of(Check.MONITORS, Check.LOCKS), on("locks"));
        assertEquals(EnumSet.of(Check.LEAKS, Check.STALLS), on("leaks, stalls"));
        assertEquals(EnumSet.of(Check.LEAKS_SAMPLED, Check.STALLS), on("stalls:10ms,leaks-sampled"));
    }

    @Test
    void shouldNameTheKnownWordsWhenOneIsUnknown() {
        String known = "unknown check, use all, or some of monitors, locks, leaks, leaks-sampled, stalls, stalls:10ms: word=";
        assertEquals(known + "loks, creel.check=leaks,loks", of("creel.check", "leaks,loks").wrong());
        assertEquals(known + "none, creel.check=", of("creel.check", "").wrong());
        assertEquals(known + "stalls:0ms, creel.check=stalls:0ms", of("creel.check", "stalls:0ms").wrong());
        assertEquals(known + "stalls:1s, creel.check=stalls:1s", of("creel.check", "stalls:1s").wrong());
    }

    /** A misspelt switch must not stay off in silence. */
    @Test
    void shouldRefuseAPropertyThatLooksLikeTheSwitch() {
        for (String name : List.of("creel.checks", "creel.checkLocks", "creel.leaks")) {
            assertEquals("unknown property, use creel.check: property=" + name, of(name, "true").wrong());
        }
    }

    @Test
    void shouldRefuseTheFirstCarrierWhenAWordIsUnknown() {
        List<String> arguments = new ArrayList<>(Fork.ALL);
        arguments.add("-Dcreel.check=everything");
        Fork fork = Fork.run(arguments, StartProbe.class);
        assertEquals(1, fork.exitCode());
        assertTrue(
                fork.output().contains("IllegalArgumentException: unknown check, use all, or some of monitors, locks,"
                        + " leaks, leaks-sampled, stalls, stalls:10ms: word=everything, creel.check=everything\n\tat"),
                fork.output());
    }
}
