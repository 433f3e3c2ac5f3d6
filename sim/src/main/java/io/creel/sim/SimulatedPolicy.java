package io.creel.sim;

import io.creel.schedulers.policy.PolicyChoice;
import io.creel.schedulers.scaling.Scaling;
import io.creel.schedulers.when.When;
import io.creel.schedulers.where.Where;
import io.creel.sim.load.ServiceMix;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The policies of a simulation: production policies, made anew for each run.
 *
 * @param name
 *            their name in tables and pages
 * @param where
 *            makes the <em>where</em>
 * @param when
 *            makes the <em>when</em> of a queue from its name
 * @param scaling
 *            makes the scaling; returns {@code null} if all cores are active
 */
public record SimulatedPolicy(String name, Function<Environment, Where> where,
        BiFunction<Environment, String, When> when, Function<Environment, @Nullable Scaling> scaling) {
    /** Checks that no part is missing. */
    public SimulatedPolicy {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(where, "where");
        Objects.requireNonNull(when, "when");
        Objects.requireNonNull(scaling, "scaling");
    }

    /**
     * Reads policies by name.
     *
     * @param text
     *            {@code WHERE/WHEN} or {@code WHERE/WHEN/SCALING}
     * @return the policies
     * @throws io.creel.schedulers.policy.UnknownPolicyException
     *            if no provider has one of the names
     * @throws IllegalArgumentException
     *            if the text cannot be read, or a policy refuses its numbers
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
     * @param mix
     *            the types of the workload
     * @return this
     * @throws IllegalArgumentException
     *            if a policy refuses; the message says why
     */
    public SimulatedPolicy requireFits(ServiceMix mix) {
        Environment trial = new Environment(2, mix, () -> 0, bound -> 0);
        var _ = where.apply(trial);
        var _ = when.apply(trial, "trial");
        var _ = scaling.apply(trial);
        return this;
    }

    /**
     * Makes policies with which all cores are active.
     *
     * @param name
     *            their name in tables and pages
     * @param where
     *            makes the <em>where</em>
     * @param when
     *            makes the <em>when</em> of a queue from its name
     */
    public SimulatedPolicy(String name, Function<Environment, Where> where,
            BiFunction<Environment, String, When> when) {
        this(name, where, when, environment -> null);
    }
}
