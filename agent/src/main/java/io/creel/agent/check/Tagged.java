package io.creel.agent.check;

/** Implemented by classes into which the weaver has put a field for the facts about each value. */
public interface Tagged {
    /** {@return the facts; {@code null} if there are none yet} */
    ValueFacts creelFacts();

    /**
     * Stores the facts.
     *
     * @param facts
     *            of this value
     */
    void creelFacts(ValueFacts facts);
}
