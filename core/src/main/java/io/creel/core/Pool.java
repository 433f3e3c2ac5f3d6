package io.creel.core;

/**
 * Parked stacks and ended coroutine shells of one carrier, last in first out so that what is warm is used first. A coroutine may
 * end on another carrier than it began on; what that one has too many of goes through a {@link Depot} to those that have none.
 */
final class Pool {
    /** How often a shell is used. */
    static final int MAX_LIVES = Integer.MAX_VALUE;

    /** What a carrier keeps of each kind before it gives any away. */
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

    Stack stack() {
        if (stackCount == 0 && (stackCount = STACKS.take(stacks)) == 0) {
            return new Stack();
        }
        Stack stack = stacks[--stackCount];
        stacks[stackCount] = null;
        return stack;
    }

    /** Keeps a parked stack; beyond the capacity of this pool and of the depot it is left to the collector. */
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

    Coroutine coroutine() {
        if (coroutineCount == 0 && (coroutineCount = SHELLS.take(coroutines)) == 0) {
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
            if (isSurplus(coroutineCount)) {
                for (int i = coroutineCount - Depot.MAGAZINE; i < coroutineCount; i++) {
                    coroutines[i].forgetHolders();
                }
                coroutineCount = SHELLS.give(coroutines, coroutineCount);
            }
        }
    }

    /** Asked once for a magazine of them, so that a full depot costs nothing. */
    private static boolean isSurplus(int count) {
        return count > KEPT && count % Depot.MAGAZINE == 0;
    }
}
