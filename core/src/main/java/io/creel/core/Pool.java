package io.creel.core;

/** Parked stacks and ended coroutine shells of one carrier, last in first out so that what is warm is used first. */
final class Pool {
    /** How often a shell is used. */
    static final int MAX_LIVES = Integer.MAX_VALUE;

    private final Stack[] stacks;
    private final Coroutine[] coroutines;
    private int stackCount;
    private int coroutineCount;

    Pool(int capacity) {
        stacks = new Stack[capacity];
        coroutines = new Coroutine[capacity];
    }

    Stack stack() {
        if (stackCount == 0) {
            return new Stack();
        }
        Stack stack = stacks[--stackCount];
        stacks[stackCount] = null;
        return stack;
    }

    /** Keeps a parked stack; beyond the capacity it is left to the collector. */
    void give(Stack parked) {
        if (stackCount < stacks.length) {
            stacks[stackCount++] = parked;
        }
    }

    Coroutine coroutine() {
        if (coroutineCount == 0) {
            return Coroutine.createPooled();
        }
        Coroutine shell = coroutines[--coroutineCount];
        coroutines[coroutineCount] = null;
        return shell;
    }

    /**
     * Keeps an ended shell; beyond the capacity it is left to the collector. So is one that has lived as often as it can be
     * told: the first of the pool lives with each packet, and a life number that came again would be cancelled by a request
     * of four thousand million lives before.
     */
    void give(Coroutine ended) {
        if (coroutineCount < coroutines.length && ended.life < MAX_LIVES) {
            coroutines[coroutineCount++] = ended;
        }
    }
}
