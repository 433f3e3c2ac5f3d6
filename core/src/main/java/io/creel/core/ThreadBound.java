package io.creel.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * An object for one thread, with the thread that it is bound to; {@link ThreadBinding} states the rules. Stashes extend
 * this class instead of holding a binding: each push and pop checks the thread, and following one more reference would
 * add about a tenth to their cost.
 */
abstract class ThreadBound {
    private static final int MAX_STACK_READS = 1_000;
    /** Marks an object that several threads may use. */
    static final Thread ANY_THREAD = Thread.ofPlatform().name("any thread").unstarted(() -> {
    });
    private static final VarHandle USER;

    static {
        try {
            USER = MethodHandles.lookup().findVarHandle(ThreadBound.class, "user", Thread.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    /**
     * The thread that may use the object; {@code null} before the first use and after a hand-over. Written by
     * compare-and-set, read plainly.
     */
    private @Nullable Thread user;
    /**
     * Whether {@link #user} has only prepared the object and drives no carrier. Written by the thread that becomes the
     * user, read by the next one.
     */
    private boolean onlyPrepared;

    /** Returns the kind of object in messages, for example a stash. */
    abstract String kind();

    /** Returns the objects to use instead for several threads, as messages name them. */
    abstract String alternative();

    /** Returns the bound object, which messages name by its {@code toString}. */
    Object object() {
        return this;
    }

    /** Returns whether another mechanism keeps threads apart. Asked when a second thread comes. */
    boolean isMultiThreaded() {
        return false;
    }

    /** Notes that a thread has taken over from one that has ended or had only prepared the object. */
    void takenOver(Thread former) {
    }

    /** Checks a use of an object that any thread may use. */
    void checkRole(String what, boolean taking) {
    }

    /** Checks the calling thread, and binds it if no thread is bound. */
    final void check(String what, boolean taking) {
        Thread bound = user;
        if (!DutyCycle.isOn(bound)) {
            checkOther(bound, what, taking);
        }
    }

    private void checkOther(@Nullable Thread bound, String what, boolean taking) {
        if (bound != ANY_THREAD) {
            bind(what);
        }
        if (user == ANY_THREAD) {
            checkRole(what, taking);
        }
    }

    final boolean isUserThread() {
        return DutyCycle.isOn(user) || user == ANY_THREAD || user == caller();
    }

    /** Returns whether no other thread uses the object. Does not bind the caller. */
    final boolean isFree() {
        Thread bound = (Thread) USER.getAcquire(this);
        return isUserThread()
                || bound != null && (onlyPrepared || !bound.isAlive() || Carriers.hasMoved(bound, caller()));
    }

    final void giveUp() {
        check("hand-over", true);
        if (user != ANY_THREAD) {
            USER.setRelease(this, null);
        }
    }

    /** Returns whether a second thread has come and may use the object. */
    final boolean isForAnyThread() {
        return user == ANY_THREAD;
    }

    final void allowAnyThread() {
        user = ANY_THREAD;
    }

    private void bind(String what) {
        if (isMultiThreaded()) {
            user = ANY_THREAD;
            return;
        }
        Thread here = caller();
        Thread bound = (Thread) USER.getAcquire(this);
        if (bound == here) {
            return; // a virtual thread, or a guest of the bound one
        }
        boolean takesOver = bound != null && bound.isAlive() && !Carriers.hasMoved(bound, here);
        if (takesOver && !onlyPrepared || !USER.compareAndSet(this, bound, here)) {
            throw refused(what, here);
        }
        if (takesOver && !isLeft(bound)) {
            USER.setRelease(this, bound);
            throw refused(what, here);
        }
        onlyPrepared = bound == null && !Carriers.isCarriers(here);
        if (bound != null) {
            takenOver(bound);
        }
    }

    /** Returns the thread that orders the caller's uses: that of the carrier if the caller is in a coroutine. */
    static Thread caller() {
        Coroutine running = DutyCycle.hasCoroutines() ? Coroutine.current() : null;
        Carrier carrier = running == null ? null : running.carrier;
        return carrier == null || carrier.thread() == null ? DutyCycle.currentThread() : carrier.thread();
    }

    /**
     * Returns whether the former user is seen outside the object; from now on that thread is refused. Reading its stack
     * trace stops the thread for a moment, after which it sees the new binding.
     */
    private boolean isLeft(Thread former) {
        // A carrier that has not begun is on the stacks of many threads that drive another one.
        if (object() instanceof Carrier) {
            return true;
        }
        for (int look = 0; look < MAX_STACK_READS; look++) {
            if (!isInside(former.getStackTrace())) {
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }

    private boolean isInside(StackTraceElement[] frames) {
        for (StackTraceElement frame : frames) {
            for (Class<?> type = object().getClass(); type != Object.class; type = type.getSuperclass()) {
                if (frame.getClassName().equals(type.getName())) {
                    return true;
                }
            }
        }
        return false;
    }

    private ThreadBindingException refused(String what, Thread here) {
        Thread bound = (Thread) USER.getAcquire(this);
        return new ThreadBindingException(
                what + " refused, this " + kind() + " is for one thread, use " + alternative() + ": "
                        + kind() + "=" + object() + ", thread=" + (bound == null ? "none" : nameOf(bound)) + ", by="
                        + nameOf(here));
    }

    private static String nameOf(Thread thread) {
        String name = thread.getName();
        return name.isEmpty() ? thread.toString() : name;
    }
}
