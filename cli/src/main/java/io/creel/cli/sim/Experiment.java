package io.creel.cli.sim;

import java.util.List;
import java.util.function.Function;

/**
 * A question, and what is simulated to answer it.
 *
 * @param id
 *            {@code E1}
 * @param question
 *            in words
 * @param rows
 *            simulates it
 */
record Experiment(String id, String question, Function<Bench, List<ExperimentRow>> rows) {
}
