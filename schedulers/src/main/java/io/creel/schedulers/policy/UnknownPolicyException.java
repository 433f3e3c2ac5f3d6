package io.creel.schedulers.policy;

import java.util.List;

/** No provider has this name. The message says which names are similar, which are known, and what to write instead. */
public final class UnknownPolicyException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final PolicyAxis axis;
    private final String name;
    private final transient List<String> known;
    /** What the name is on another axis, and where it belongs; empty if it is nothing. */
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

    /** What it was to decide. */
    public PolicyAxis axis() {
        return axis;
    }

    /** The unknown name. */
    public String name() {
        return name;
    }

    /** The names that are known on that axis. */
    public List<String> known() {
        return known;
    }

    /** Says that the name belongs to another axis, and how to write that; empty if it does not. */
    public String elsewhere() {
        return elsewhere;
    }
}
