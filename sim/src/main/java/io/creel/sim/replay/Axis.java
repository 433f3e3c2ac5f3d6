package io.creel.sim.replay;

/** What kind of policy decided. */
enum Axis {
    WHERE(""), WHEN("when:"), SCALING("scaling:");

    /** In front of the policy in a record. */
    final String prefix;

    Axis(String prefix) {
        this.prefix = prefix;
    }

    static Axis of(String policy) {
        return policy.startsWith(WHEN.prefix) ? WHEN : policy.startsWith(SCALING.prefix) ? SCALING : WHERE;
    }
}
