package io.creel.schedulers.policy;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Describes a policy and makes it: its name, what it does, its numbers and its source. {@link java.util.ServiceLoader} finds
 * providers, so a policy of one's own has a name in every command:
 *
 * <pre>{@code
 * public final class Newest implements When {
 *     …
 *     public static final class Provider extends WhenProvider {
 *         public Provider() {
 *             super("newest", "The newest runs first.", "an example", PolicyNumber.time("quantum", 5_000, 1, 1_000_000));
 *         }
 *
 *         public When make(String queue, PolicyContext context, PolicyNumbers numbers) {
 *             return new Newest(queue, numbers.get(0));
 *         }
 *     }
 * }
 * }</pre>
 *
 * The line {@code Newest$Provider}, with its package, goes into {@code META-INF/services/io.creel.schedulers.policy.WhenProvider};
 * a named module also says {@code provides WhenProvider with Newest.Provider}.
 *
 * <p>
 * Threads: any; a provider has no state but its description.
 *
 * @param <P>
 *            what it makes
 */
public abstract sealed class PolicyProvider<P> permits WhereProvider, WhenProvider, ScalingProvider {
    private final PolicyAxis axis;
    private final String name;
    private final String summary;
    private final String source;
    private final List<PolicyNumber> numbers;

    /**
     * Describes a policy.
     *
     * @throws IllegalArgumentException
     *             if the name is not of the form that texts allow, or a number before the last is one for each type
     */
    PolicyProvider(PolicyAxis axis, String name, String summary, String source, PolicyNumber... numbers) {
        this.axis = axis;
        this.name = name;
        this.summary = Objects.requireNonNull(summary, "summary");
        this.source = Objects.requireNonNull(source, "source");
        this.numbers = List.of(numbers);
        if (!PolicyText.isName(name)) {
            throw new IllegalArgumentException("policy name out of range: name=" + name + ", allowed="
                    + PolicyText.NAME_FORM);
        }
        if (this.numbers.stream().limit(Math.max(0, numbers.length - 1)).anyMatch(PolicyNumber::isPerType)) {
            throw new IllegalArgumentException("only the last number may be one for each type: policy=" + name
                    + ", numbers=" + this.numbers);
        }
    }

    /**
     * Makes the policy, a new one at each call.
     *
     * @param label
     *            what error messages and dumps call it; of a <em>when</em>, the name of its queue
     * @param context
     *            what it may ask about handles, and the clock
     * @param given
     *            its numbers, each in the range that this provider declares
     * @throws IllegalArgumentException
     *             if the numbers do not fit each other or the context
     */
    public abstract P make(String label, PolicyContext context, PolicyNumbers given);

    /** What it decides. */
    public final PolicyAxis axis() {
        return axis;
    }

    /** The name in texts, such as {@code two-queue}. */
    public final String name() {
        return name;
    }

    /** One sentence: what it does. */
    public final String summary() {
        return summary;
    }

    /** The paper or the system that it comes from. */
    public final String source() {
        return source;
    }

    /** The numbers it takes, in order. */
    public final List<PolicyNumber> numbers() {
        return numbers;
    }

    /** The name, and each number with its default: {@code two-queue(quantum=5us, guard=256)}. */
    public final String usage() {
        return numbers.isEmpty()
                ? name
                : name + numbers.stream().map(PolicyNumber::toString).collect(Collectors.joining(", ", "(", ")"));
    }

    final PolicyNumbers parse(PolicyText text) {
        boolean isOpen = !numbers.isEmpty() && numbers.getLast().isPerType();
        List<String> words = text.numbers();
        if (words.size() > numbers.size() && !isOpen) {
            throw new IllegalArgumentException("too many numbers: policy=" + text + ", given=" + words.size()
                    + ", most=" + numbers.size() + ", known=" + usage());
        }
        long[] given = new long[words.size()];
        for (int i = 0; i < given.length; i++) {
            given[i] = numbers.get(Math.min(i, numbers.size() - 1)).parse(text.toString(), words.get(i));
        }
        return new PolicyNumbers(numbers, given);
    }

    /** How many numbers of a text are one for each type. */
    final int perType(PolicyText text) {
        boolean isOpen = !numbers.isEmpty() && numbers.getLast().isPerType();
        return isOpen ? Math.max(0, text.numbers().size() - numbers.size() + 1) : 0;
    }

    @Override
    public final String toString() {
        return usage();
    }
}
