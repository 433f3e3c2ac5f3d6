package io.creel.agent.poll;

import java.util.concurrent.atomic.AtomicInteger;

/** Notes whether code that must be alone is alone. Any thread. */
public final class Watch {
    private final AtomicInteger inside = new AtomicInteger();
    /** How often code was entered that another coroutine was inside of. */
    public final AtomicInteger letInTwice = new AtomicInteger();
    /** How often other code ran while a coroutine was inside. */
    public final AtomicInteger seenInside = new AtomicInteger();
    public final AtomicInteger rounds = new AtomicInteger();
    public volatile int sink;

    /** Makes a watch that has seen nothing. */
    public Watch() {
    }

    public void enter() {
        if (inside.getAndIncrement() != 0) {
            letInTwice.incrementAndGet();
        }
    }

    public void exit() {
        inside.decrementAndGet();
        rounds.incrementAndGet();
    }

    /** Called by other coroutines of the same worker. */
    public void look() {
        if (inside.get() != 0) {
            seenInside.incrementAndGet();
        }
    }
}
