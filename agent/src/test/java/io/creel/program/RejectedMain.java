package io.creel.program;

import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.queues.ListStash;

/** Ignores the refusal of a stash. The verifier rejects it. */
public final class RejectedMain {
    private RejectedMain() {
    }

    static void forget(Stash from, Stash to) {
        Coroutine handle = from.pop();
        if (handle != null) {
            to.push(handle);
        }
    }

    /** Prints that it has run, if it may. */
    public static void main(String[] args) {
        System.out.println("main runs with " + new ListStash("stash"));
    }
}
