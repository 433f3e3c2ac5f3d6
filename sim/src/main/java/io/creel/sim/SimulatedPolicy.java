package io.creel.sim;

import io.creel.schedulers.policy.PolicyChoice;
import io.creel.schedulers.scaling.Scaling;
import io.creel.schedulers.when.When;
import io.creel.schedulers.where.Where;
import io.creel.sim.load.ServiceMix;
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

    /**
     * Reads policies by name, {@code WHERE/WHEN/SCALING}.
     *
     * @throws io.creel.schedulers.policy.UnknownPolicyException
     *             if no provider has one of the names
     * @throws IllegalArgumentException
     *             if the text cannot be read, or a policy refuses its numbers
     */
    public static SimulatedPolicy parse(String text) {
        PolicyChoice choice = PolicyChoice.parse(text);
        return new SimulatedPolicy(choice.name(), environment -> choice.where(environment.context()),
                (environment, queue) -> choice.when(queue, environment.context()),
                environment -> choice.scaling(environment.context()));
    }

    /**
     * Checks that the policies fit the types of a workload, so that a misfit is found before a scan begins.
     *
     * @return this
     * @throws IllegalArgumentException
     *             if one refuses; the message says why
     */
    public SimulatedPolicy requireFits(ServiceMix mix) {
        Environment trial = new Environment(2, mix, () -> 0, bound -> 0);
        var _ = where.apply(trial);
        var _ = when.apply(trial, "trial");
        var _ = scaling.apply(trial);
        return this;
    }

    /** All cores are active. */
    public SimulatedPolicy(String name, Function<Environment, Where> where,
            BiFunction<Environment, String, When> when) {
        this(name, where, when, environment -> null);
    }
}
