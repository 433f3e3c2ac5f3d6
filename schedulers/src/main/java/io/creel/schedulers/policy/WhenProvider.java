package io.creel.schedulers.policy;

import io.creel.schedulers.when.When;
import java.util.Objects;

/** Describes and makes a <em>when</em> policy; see {@link PolicyProvider}. */
public abstract non-sealed class WhenProvider extends PolicyProvider<When> {
    /**
     * Describes a policy.
     *
     * @param name
     *            lower-case letters, digits and hyphens, such as {@code two-queue}
     * @param summary
     *            one sentence that says what the policy does
     * @param source
     *            the paper or the system that it comes from
     * @param numbers
     *            the numbers it takes, in the order in which they are written
     */
    protected WhenProvider(String name, String summary, String source, PolicyNumber... numbers) {
        super(PolicyAxis.WHEN, name, summary, source, null, numbers);
    }

    /**
     * Describes a policy that also takes a word.
     *
     * @param name
     *            lower-case letters, digits and hyphens, such as {@code two-queue}
     * @param summary
     *            one sentence that says what the policy does
     * @param source
     *            the paper or the system that it comes from
     * @param word
     *            the word that follows its numbers
     * @param numbers
     *            the numbers it takes, in the order in which they are written
     */
    protected WhenProvider(String name, String summary, String source, PolicyWord word, PolicyNumber... numbers) {
        super(PolicyAxis.WHEN, name, summary, source, Objects.requireNonNull(word, "word"), numbers);
    }
}
