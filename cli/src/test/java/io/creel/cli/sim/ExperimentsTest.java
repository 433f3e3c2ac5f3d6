package io.creel.cli.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The experiments give the expected numbers within the tolerance, and the exact bytes of the snapshot. If policies or
 * the simulator change on purpose, {@code creel experiments > cli/src/test/resources/io/creel/cli/experiments.txt}
 * makes a new snapshot; review the difference.
 */
class ExperimentsTest {
    private static final List<String> LONG = List.of("E3", "E4");

    static List<Experiment> shortOnes() {
        return Experiments.ALL.stream().filter(experiment -> !LONG.contains(experiment.id())).toList();
    }

    @ParameterizedTest
    @MethodSource("shortOnes")
    void shouldGiveExpectedResultsAndTheBytesOfTheSnapshot(Experiment experiment) throws IOException {
        check(experiment);
    }

    /** Takes a minute: {@code -Dcreel.experiments=all}. */
    @ParameterizedTest
    @ValueSource(strings = {"E3", "E4"})
    @EnabledIfSystemProperty(named = "creel.experiments", matches = "all")
    void shouldGiveExpectedResultsInLongExperiments(String id) throws IOException {
        check(Experiments.ALL.stream().filter(experiment -> experiment.id().equals(id)).findFirst().orElseThrow());
    }

    private static void check(Experiment experiment) throws IOException {
        List<ExperimentRow> rows = experiment.rows()
                .apply(ExperimentSetup.of(ExperimentsCommand.SHORT_SAMPLES, 1, policy -> {
                }, point -> {
                }));
        String text = ExperimentsText.of(experiment, rows);
        for (ExperimentRow row : rows) {
            assertTrue(row.isWithin() || !row.remark().isEmpty(), () -> row.what() + "\n" + text);
        }
        try (InputStream snapshot = ExperimentsTest.class.getResourceAsStream("/io/creel/cli/experiments.txt")) {
            String all = new String(snapshot.readAllBytes(), StandardCharsets.UTF_8);
            int from = all.indexOf(experiment.id() + "  ");
            assertEquals(all.substring(from, all.indexOf("\n\n", from) + 2), text);
        }
    }

    @Test
    void shouldMarkARowOutsideItsTolerance() {
        assertTrue(ExperimentRow.of("x", "us", 100, 115).isWithin());
        assertFalse(ExperimentRow.of("x", "us", 100, 116).isWithin());
        assertFalse(ExperimentRow.of("x", "us", 100, 84).isWithin());
        assertTrue(ExperimentRow.highestLoad("x", 0, 0.05, 0.05).isWithin());
        assertFalse(ExperimentRow.highestLoad("x", 0, 0.1, 0.05).isWithin());
        assertFalse(ExperimentRow.atMost("x", "", 1.1, 1.2).isWithin());
        assertTrue(ExperimentRow.atMost("x", "", 1.1, 0.1).isWithin());
        assertFalse(ExperimentRow.atLeast("x", "", 0.45, 0.4).isWithin());
        assertTrue(ExperimentRow.atLeast("x", "", 0.45, 0.9).isWithin());
        assertFalse(ExperimentRow.of("x", "us", 100, Double.POSITIVE_INFINITY).isWithin());
    }
}
