package io.creel.schedulers.policy;

import java.util.List;

/**
 * Thrown if no provider has a name. The message says which names are similar, which are known, and what to write
 * instead.
 */
public final class UnknownPolicyException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** The axis on which the name is unknown. */
    private final PolicyAxis axis;
    /** The unknown name. */
    private final String name;
    private final transient List<String> known;
    /** The kind of policy that has the name on another axis, and how to write it; empty if there is none. */
    private final String elsewhere;

    UnknownPolicyException(PolicyAxis axis, String name, List<String> known, String elsewhere) {
        super("unknown " + axis.word() + ": name=" + name + similarText(name, known)
                + (elsewhere.isEmpty() ? "" : ", hint=" + elsewhere) + ", known=" + known);
        this.axis = axis;
        this.name = name;
        this.known = List.copyOf(known);
        this.elsewhere = elsewhere;
    }

    private static String similarText(String name, List<String> known) {
        List<String> similar = SimilarNames.find(name, known);
        return similar.isEmpty() ? "" : ", similar=" + similar;
    }

    /** {@return the axis on which the name is unknown} */
    public PolicyAxis axis() {
        return axis;
    }

    /** {@return the unknown name} */
    public String name() {
        return name;
    }

    /** {@return the names that are known on that axis} */
    public List<String> known() {
        return known;
    }

    /**
     * {@return a sentence that says to which other axis the name belongs, and how to write that; empty if it belongs to
     * none}
     */
    public String elsewhere() {
        return elsewhere;
    }
}
