package io.creel.schedulers.policy;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Describes a policy (its name, a sentence, its numbers and its source) and makes it. {@link java.util.ServiceLoader}
 * finds providers, so a policy of one's own has a name in every command:
 *
 * <pre>{@code
 * public final class Newest implements When {
 *     …
 *     public static final class Provider extends WhenProvider {
 *         public Provider() {
 *             super("newest", "The newest handle runs first.", "an example", PolicyNumber.time("quantum", 5_000, 1, 1_000_000));
 *         }
 *
 *         public When make(String queue, PolicyContext context, PolicyNumbers numbers) {
 *             return new Newest(queue, numbers.get(0));
 *         }
 *     }
 * }
 * }</pre>
 *
 * <p>
 * The line {@code Newest$Provider}, with its package, goes into
 * {@code META-INF/services/io.creel.schedulers.policy.WhenProvider}; a named module also declares {@code provides
 * WhenProvider with Newest.Provider}.
 *
 * <p>
 * Threads: any; a provider has no state but its description.
 *
 * @param <P>
 *            the kind of policy it makes
 */
public abstract sealed class PolicyProvider<P> permits WhereProvider, WhenProvider, ScalingProvider {
    private final PolicyAxis axis;
    private final String name;
    private final String summary;
    private final String source;
    private final List<PolicyNumber> numbers;
    /** {@code null} if the policy takes none. */
    private final @Nullable PolicyWord word;

    /**
     * Describes a policy.
     *
     * @param word
     *            the word that follows its numbers, or {@code null}
     * @throws IllegalArgumentException
     *            if the name is not of the form that texts allow, or a number before the last is one per type
     */
    PolicyProvider(PolicyAxis axis, String name, String summary, String source, @Nullable PolicyWord word,
            PolicyNumber... numbers) {
        this.axis = axis;
        this.name = name;
        this.word = word;
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
     * Makes a new policy.
     *
     * @param label
     *            the name of the policy in error messages and dumps; of a <em>when</em>, the name of its queue
     * @param context
     *            the hints about handles, and the clock
     * @param given
     *            its numbers, each in the range that this provider declares
     * @return the policy
     * @throws IllegalArgumentException
     *            if the numbers do not fit each other or the context
     */
    public abstract P make(String label, PolicyContext context, PolicyNumbers given);

    /** {@return the kind of policy} */
    public final PolicyAxis axis() {
        return axis;
    }

    /** {@return the name in texts, such as {@code two-queue}} */
    public final String name() {
        return name;
    }

    /** {@return one sentence that says what the policy does} */
    public final String summary() {
        return summary;
    }

    /** {@return the paper or the system that it comes from} */
    public final String source() {
        return source;
    }

    /** {@return the numbers it takes, in order} */
    public final List<PolicyNumber> numbers() {
        return numbers;
    }

    /** {@return the word that follows its numbers, if it takes one} */
    public final Optional<PolicyWord> word() {
        return Optional.ofNullable(word);
    }

    /**
     * {@return the name, each number with its default, and the choices of a word, the default first:
     * {@code two-queue(quantum=5us, guard=256)}, {@code edf(quantum=none, tree=b-plus or red-black)}}
     */
    public final String usage() {
        List<String> shown = Stream.concat(numbers.stream().map(PolicyNumber::toString),
                word().map(PolicyWord::toString).stream()).toList();
        return shown.isEmpty() ? name : name + "(" + String.join(", ", shown) + ")";
    }

    final PolicyNumbers parse(PolicyText text) {
        List<String> words = numbersOf(text);
        if (words.size() > numbers.size() && !isOpen()) {
            throw new IllegalArgumentException("too many numbers: policy=" + text + ", given=" + words.size()
                    + ", most=" + numbers.size() + ", known=" + usage());
        }
        long[] given = new long[words.size()];
        for (int i = 0; i < given.length; i++) {
            given[i] = numbers.get(Math.min(i, numbers.size() - 1)).parse(text.toString(), words.get(i));
        }
        return new PolicyNumbers(numbers, wordOf(text), given);
    }

    /** {@return whether the last number may be given as often as there are types} */
    private boolean isOpen() {
        return !numbers.isEmpty() && numbers.getLast().isPerType();
    }

    private boolean endsWithWord(PolicyText text) {
        return word != null && !text.numbers().isEmpty() && PolicyWord.isWord(text.numbers().getLast());
    }

    private List<String> numbersOf(PolicyText text) {
        List<String> all = text.numbers();
        return endsWithWord(text) ? all.subList(0, all.size() - 1) : all;
    }

    @SuppressWarnings("NullAway") // hasWord looks at the word
    private @Nullable String wordOf(PolicyText text) {
        if (endsWithWord(text)) {
            return word.parse(text.toString(), text.numbers().getLast());
        }
        return word == null ? null : word.otherwise();
    }

    /** {@return how many numbers of a text are one per type} */
    final int perType(PolicyText text) {
        return isOpen() ? Math.max(0, numbersOf(text).size() - numbers.size() + 1) : 0;
    }

    @Override
    public final String toString() {
        return usage();
    }
}
