package io.creel.core;

/**
 * The pool of one carrier: rewound stacks and ended coroutine shells. Last in, first out, so that warm ones are used
 * first. A coroutine may end on another carrier than it began on; surplus objects go through a {@link Depot} to
 * carriers without any.
 */
final class Pool {
    /** The largest number of lives of a shell. */
    static final int MAX_LIVES = Integer.MAX_VALUE;

    /** The number of objects of each kind that a carrier keeps before it gives any to the depot. */
    static final int KEPT = 256;

    private static final Depot STACKS = new Depot();
    private static final Depot SHELLS = new Depot();

    private final Stack[] stacks;
    private final Coroutine[] coroutines;
    private int stackCount;
    private int coroutineCount;

    Pool(int capacity) {
        stacks = new Stack[capacity];
        coroutines = new Coroutine[capacity];
    }

    @SuppressWarnings("NullAway") // a free slot holds null
    Stack stack() {
        if (stackCount == 0 && (stackCount = STACKS.take(stacks)) == 0) {
            return new Stack();
        }
        Stack stack = stacks[--stackCount];
        stacks[stackCount] = null;
        return stack;
    }

    /**
     * Keeps a rewound stack. A stack beyond the capacity of this pool and of the depot is left to the garbage
     * collector.
     */
    @SuppressWarnings("NullAway") // the depot keeps no carrier alive
    void give(Stack parked) {
        if (stackCount < stacks.length) {
            stacks[stackCount++] = parked;
            if (isSurplus(stackCount)) {
                for (int i = stackCount - Depot.MAGAZINE; i < stackCount; i++) {
                    stacks[i].carrier = null; // the depot keeps no carrier alive
                }
                stackCount = STACKS.give(stacks, stackCount);
            }
        }
    }

    @SuppressWarnings("NullAway") // a free slot holds null
    Coroutine coroutine() {
        if (coroutineCount == 0 && (coroutineCount = SHELLS.take(coroutines)) == 0) {
            return Coroutine.createPooled();
        }
        Coroutine shell = coroutines[--coroutineCount];
        coroutines[coroutineCount] = null;
        return shell;
    }

    /**
     * Keeps an ended shell. A shell beyond the capacity is left to the garbage collector. So is a shell with
     * {@link #MAX_LIVES} lives. The first shell of the pool has a new life per packet, and after 2^32 lives its number
     * would come again: a late cancellation of the old life would hit the new one.
     */
    void give(Coroutine ended) {
        if (coroutineCount < coroutines.length && ended.life < MAX_LIVES) {
            coroutines[coroutineCount++] = ended;
            if (isSurplus(coroutineCount)) {
                for (int i = coroutineCount - Depot.MAGAZINE; i < coroutineCount; i++) {
                    coroutines[i].forgetHolders();
                }
                coroutineCount = SHELLS.give(coroutines, coroutineCount);
            }
        }
    }

    /** Returns whether a whole magazine is surplus; true once per magazine, so that a full depot costs nothing. */
    private static boolean isSurplus(int count) {
        return count > KEPT && count % Depot.MAGAZINE == 0;
    }
}
