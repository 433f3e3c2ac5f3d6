package io.creel.sim;

import io.creel.schedulers.scaling.Scaling;
import io.creel.schedulers.when.When;
import io.creel.schedulers.where.Where;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What is simulated: production policies, made anew for each run.
 *
 * @param name
 *            what tables and pages call it
 * @param where
 *            makes the <em>where</em>
 * @param when
 *            makes the <em>when</em> of a queue from its name
 * @param scaling
 *            makes what says how many cores are active; gives {@code null} for all of them
 */
public record SimulatedPolicy(String name, Function<Environment, Where> where,
        BiFunction<Environment, String, When> when, Function<Environment, Scaling> scaling) {
    /** Checks that nothing is missing. */
    public SimulatedPolicy {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(where, "where");
        Objects.requireNonNull(when, "when");
        Objects.requireNonNull(scaling, "scaling");
    }

    /** All cores are active. */
    public SimulatedPolicy(String name, Function<Environment, Where> where,
            BiFunction<Environment, String, When> when) {
        this(name, where, when, environment -> null);
    }
}
