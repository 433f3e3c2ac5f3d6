package io.creel.schedulers.policy;

import io.creel.schedulers.scaling.Scaling;
import io.creel.schedulers.when.When;
import io.creel.schedulers.where.Where;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * A <em>where</em>, a <em>when</em> and a scaling as they are named on a command line, {@code WHERE/WHEN/SCALING}:
 * {@code stealing}, {@code jbsq(3)/two-queue(5us)}, {@code central/fifo/standing-queue}. What is left out is {@code fifo}, and all
 * workers. Immutable; any thread.
 */
public final class PolicyChoice {
    private static final String FORM = "WHERE/WHEN/SCALING, such as central/two-queue(5us, 256)/standing-queue";

    private final PolicyText where;
    private final PolicyText when;
    /** {@code null} for all workers. */
    private final PolicyText scaling;
    private final String name;

    private PolicyChoice(PolicyText where, PolicyText when, PolicyText scaling) {
        this.where = Objects.requireNonNull(where, "where");
        this.when = Objects.requireNonNull(when, "when");
        this.scaling = scaling;
        name = where + "/" + when + (scaling == null ? "" : "/" + scaling);
    }

    /**
     * Reads a choice, and makes each of its policies once, so that whatever is wrong with it is said now.
     *
     * @throws UnknownPolicyException
     *             if no provider has one of the names
     * @throws IllegalArgumentException
     *             if the text cannot be read, or a policy refuses its numbers
     */
    public static PolicyChoice parse(String text) {
        String[] parts = text.strip().split("/", -1);
        if (parts.length > PolicyAxis.values().length) {
            throw new IllegalArgumentException("policy cannot be read: policy=" + text.strip() + ", form=" + FORM);
        }
        PolicyChoice choice = new PolicyChoice(PolicyText.parse(parts[0]),
                PolicyText.parse(parts.length > 1 ? parts[1] : "fifo"),
                parts.length > 2 ? PolicyText.parse(parts[2]) : null);
        choice.requireMakes(trial(choice.mostTypes()));
        return choice;
    }

    private static PolicyContext trial(int types) {
        return PolicyContext.of(() -> 0, () -> 0).withTypes(types, handle -> 0);
    }

    /** The most types that one of the policies has numbers for, at least 1. */
    private int mostTypes() {
        int most = Math.max(Policies.provider(PolicyAxis.WHERE, where.name()).perType(where),
                Policies.provider(PolicyAxis.WHEN, when.name()).perType(when));
        return Math.max(1, scaling == null
                ? most
                : Math.max(most, Policies.provider(PolicyAxis.SCALING, scaling.name()).perType(scaling)));
    }

    private void requireMakes(PolicyContext context) {
        var _ = where(context);
        var _ = when("trial", context);
        var _ = scaling(context);
    }

    /**
     * Checks that the policies fit so many types of handles.
     *
     * @return this
     * @throws IllegalArgumentException
     *             if one has more numbers than there are types, or refuses its defaults for them
     */
    public PolicyChoice requireFits(int types) {
        requireMakes(trial(types));
        return this;
    }

    /** The whole text: {@code central/fifo}; the scaling only if there is one. */
    public String name() {
        return name;
    }

    /** The text of the <em>where</em>. */
    public String where() {
        return where.toString();
    }

    /** The text of the <em>when</em>. */
    public String when() {
        return when.toString();
    }

    /** The text of the scaling; empty for all workers. */
    public Optional<String> scaling() {
        return Optional.ofNullable(scaling).map(PolicyText::toString);
    }

    /** Makes the <em>where</em>. */
    public Where where(PolicyContext context) {
        return Policies.where(where(), context);
    }

    /** Makes the <em>when</em> of a queue. */
    public When when(String queue, PolicyContext context) {
        return Policies.when(when(), queue, context);
    }

    /** Makes the <em>when</em> of each queue from the queue's name. */
    public Function<String, When> whens(PolicyContext context) {
        return queue -> when(queue, context);
    }

    /** Makes the scaling; {@code null} for all workers. */
    public Scaling scaling(PolicyContext context) {
        return scaling == null ? null : Policies.scaling(scaling.toString(), context);
    }

    @Override
    public String toString() {
        return name;
    }
}
