package io.creel.queues;

import io.creel.core.Coroutine;
import io.creel.core.Stash;
import org.jspecify.annotations.Nullable;

/** Throws the exceptions of the {@code validate()} methods if a structure is broken. */
final class StructureCheck {
    private StructureCheck() {
    }

    static void that(boolean holds, String what, Stash stash, @Nullable Coroutine node) {
        if (!holds) {
            throw new IllegalStateException(
                    "structure is broken: what=" + what + ", stash=" + stash + ", node=" + node);
        }
    }

    static void equal(long expected, long found, String what, Stash stash) {
        if (expected != found) {
            throw new IllegalStateException("structure is broken: what=" + what + ", stash=" + stash + ", expected="
                    + expected + ", found=" + found);
        }
    }
}
