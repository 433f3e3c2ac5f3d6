package io.creel.core.diagnostics;

import io.creel.core.Coroutine;
import io.creel.core.internal.LeakTrace;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Remembers where one coroutine was made, until it ends or the garbage collector finds that it never will. */
final class LeakTracker extends PhantomReference<Coroutine> implements LeakTrace {
    private static final Set<LeakTracker> TRACKED = ConcurrentHashMap.newKeySet();
    private static final ReferenceQueue<Coroutine> GONE = new ReferenceQueue<>();

    private final String name;
    private final Throwable madeAt = new Throwable();

    LeakTracker(Coroutine made) {
        super(made, GONE);
        name = made.toString();
        TRACKED.add(this);
    }

    /** Ends the tracking, because the coroutine has ended normally. */
    @Override
    public void ended() {
        clear();
        TRACKED.remove(this);
    }

    /** Returns a coroutine that was lost, or {@code null}. */
    static LeakDetection.@Nullable Leak poll() {
        LeakTracker lost = (LeakTracker) GONE.poll();
        if (lost == null) {
            return null;
        }
        TRACKED.remove(lost);
        return new LeakDetection.Leak(lost.name, lost.madeAt);
    }
}
