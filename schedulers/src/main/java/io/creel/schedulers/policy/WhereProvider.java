package io.creel.schedulers.policy;

import io.creel.schedulers.where.Where;

/** Describes and makes a <em>where</em> policy; see {@link PolicyProvider}. */
public abstract non-sealed class WhereProvider extends PolicyProvider<Where> {
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
    protected WhereProvider(String name, String summary, String source, PolicyNumber... numbers) {
        super(PolicyAxis.WHERE, name, summary, source, null, numbers);
    }
}
