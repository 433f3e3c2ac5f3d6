package io.creel.schedulers.policy;

import io.creel.schedulers.scaling.Scaling;
import io.creel.schedulers.when.When;
import io.creel.schedulers.where.Where;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A <em>where</em>, a <em>when</em> and a scaling as named on a command line, {@code WHERE/WHEN/SCALING}:
 * {@code stealing}, {@code jbsq(3)/two-queue(5us)}, {@code central/fifo/standing-queue}. An omitted <em>when</em> is
 * {@code fifo}; without a scaling all workers are active. Immutable; any thread.
 */
public final class PolicyChoice {
    private static final String FORM = "WHERE/WHEN/SCALING, such as central/two-queue(5us, 256)/standing-queue";

    private final PolicyText where;
    private final PolicyText when;
    /** {@code null} for all workers. */
    private final @Nullable PolicyText scaling;
    private final String name;

    private PolicyChoice(PolicyText where, PolicyText when, @Nullable PolicyText scaling) {
        this.where = Objects.requireNonNull(where, "where");
        this.when = Objects.requireNonNull(when, "when");
        this.scaling = scaling;
        name = where + "/" + when + (scaling == null ? "" : "/" + scaling);
    }

    /**
     * Reads a choice, and makes each of its policies once, so that an error in it is reported now.
     *
     * @param text
     *            in the form above
     * @return the choice
     * @throws UnknownPolicyException
     *            if no provider has one of the names
     * @throws IllegalArgumentException
     *            if the text cannot be read, or a policy refuses its numbers
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

    /** {@return the most types for which one of the policies has numbers, at least 1} */
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
     * Checks that the policies fit a number of types.
     *
     * @param types
     *            how many types of handles there are, at least 1
     * @return this
     * @throws IllegalArgumentException
     *            if a policy has more numbers than there are types, or refuses its defaults for them
     */
    public PolicyChoice requireFits(int types) {
        requireMakes(trial(types));
        return this;
    }

    /** {@return the whole text: {@code central/fifo}; the scaling only if there is one} */
    public String name() {
        return name;
    }

    /** {@return the text of the <em>where</em>} */
    public String where() {
        return where.toString();
    }

    /** {@return the text of the <em>when</em>} */
    public String when() {
        return when.toString();
    }

    /** {@return the text of the scaling; empty if all workers are active} */
    public Optional<String> scaling() {
        return Optional.ofNullable(scaling).map(PolicyText::toString);
    }

    /**
     * Makes the <em>where</em>.
     *
     * @param context
     *            the hints about handles, and the clock
     * @return a new policy
     */
    public Where where(PolicyContext context) {
        return Policies.where(where(), context);
    }

    /**
     * Makes the <em>when</em> of a queue.
     *
     * @param queue
     *            the name of the queue in error messages and dumps
     * @param context
     *            the hints about handles, and the clock
     * @return a new policy
     */
    public When when(String queue, PolicyContext context) {
        return Policies.when(when(), queue, context);
    }

    /**
     * Returns a function that makes the <em>when</em> of each queue from the queue's name.
     *
     * @param context
     *            the hints about handles, and the clock
     * @return for {@link io.creel.schedulers.placement.PlacementBuilder#when}
     */
    public Function<String, When> whens(PolicyContext context) {
        return queue -> when(queue, context);
    }

    /**
     * Makes the scaling.
     *
     * @param context
     *            the hints about handles, and the clock
     * @return a new policy; {@code null} if all workers are active
     */
    public @Nullable Scaling scaling(PolicyContext context) {
        return scaling == null ? null : Policies.scaling(scaling.toString(), context);
    }

    @Override
    public String toString() {
        return name;
    }
}
