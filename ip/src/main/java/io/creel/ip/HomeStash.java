package io.creel.ip;

import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.core.spec.Transfers;
import io.creel.core.spec.Unchecked;
import org.jspecify.annotations.Nullable;

/**
 * A stash without room, for woken coroutines: what wakes a coroutine and finds no room sends it to the carrier that ran
 * it last, which resumes it at its next poll. So a coroutine goes on where it waited, whichever worker wakes it.
 *
 * <p>
 * Threads: any. Nothing is ever in it.
 */
public final class HomeStash extends Stash {
    /**
     * Makes a stash without room.
     *
     * @param name the name in error messages and dumps
     */
    public HomeStash(String name) {
        super(name);
    }

    /**
     * Sends a coroutine that has run to the carrier that ran it last.
     *
     * @param handle suspended; not the caller's afterwards
     */
    @Unchecked("the carrier owns the handle afterwards, which a wake does not say")
    public void send(@Transfers Coroutine handle) {
        claim(handle);
        wake(handle);
    }

    @Override
    protected boolean isShared() {
        return true;
    }

    @Override
    public int size() {
        return 0;
    }

    @Override
    protected boolean insert(Coroutine handle) {
        return false;
    }

    @Override
    protected @Nullable Coroutine extract() {
        return null;
    }
}
