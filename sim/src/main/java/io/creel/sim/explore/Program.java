package io.creel.sim.explore;

/** A program to explore. It makes everything it needs, runs to its end, and throws if something is wrong. */
@FunctionalInterface
public interface Program {
    /**
     * Runs once.
     *
     * @param choices
     *            its only source of chance: equal answers must make equal runs
     * @throws RuntimeException
     *            or an {@link AssertionError} if something is wrong; the text before the first colon of its message is
     *            the kind of the failure
     */
    void run(Choices choices);
}
