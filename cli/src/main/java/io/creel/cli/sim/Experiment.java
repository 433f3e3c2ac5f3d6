package io.creel.cli.sim;

import java.util.List;
import java.util.function.Function;

/**
 * A question and the simulation that answers it.
 *
 * @param id
 *            the name, such as {@code E1}
 * @param question
 *            the question in words
 * @param rows
 *            runs the simulation
 */
record Experiment(String id, String question, Function<ExperimentSetup, List<ExperimentRow>> rows) {
}
