package io.creel.core;

import java.util.ArrayList;
import java.util.List;
import jdk.internal.vm.Continuation;
import jdk.internal.vm.ContinuationScope;

/** A guest without a virtual thread: a continuation with a scope of its own, and the thread that the test names. */
final class FakeGuest implements Guest {
    private static final ContinuationScope SCOPE = new ContinuationScope("fake");
    private static FakeGuest running;

    static {
        Guests.findBy(thread -> running == null ? null : running.coroutine);
    }

    final Coroutine coroutine = Coroutine.of(this, "argument");
    final Thread thread = new Thread(() -> {
    }, "fake-thread");
    final List<String> events = new ArrayList<>();
    boolean pinned;
    boolean abandoned;
    /** Whether its thread never becomes runnable again by itself. */
    final boolean staysBlocked;
    private final Continuation stack;
    private boolean awaiting;

    FakeGuest(Runnable body) {
        this(body, true);
    }

    FakeGuest(Runnable body, boolean runnable) {
        stack = new Continuation(SCOPE, body);
        staysBlocked = !runnable;
        if (runnable) {
            coroutine.unblock(this);
        }
    }

    /** Waits for something outside Creel. */
    static void block() {
        Continuation.yield(SCOPE);
    }

    @Override
    public Exit enter() {
        awaiting = false;
        FakeGuest before = running;
        running = this;
        stack.run();
        running = before;
        return stack.isDone() ? Exit.ENDED : awaiting ? Exit.AWAITING : Exit.BLOCKED;
    }

    @Override
    public Return leave() {
        if (pinned) {
            return Return.PINNED;
        }
        awaiting = true;
        Continuation.yield(SCOPE);
        return abandoned ? Return.ABANDONED : Return.RESUMED;
    }

    @Override
    public void blocked(Coroutine self) {
        events.add("blocked " + self.state());
        if (!staysBlocked) {
            self.unblock(this);
        }
    }

    @Override
    public void abandoned(Coroutine self) {
        events.add("abandoned " + self.state());
    }

    @Override
    public Thread thread() {
        return thread;
    }

    @Override
    public String toString() {
        return "fake guest";
    }
}
