package io.creel.core.diagnostics;

import io.creel.core.Coroutine;
import io.creel.core.internal.Checks;
import io.creel.core.internal.Diagnostics;
import io.creel.core.internal.LeakTrace;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Implements the kernel's calls to this package. The kernel loads it by its name. */
final class KernelDiagnostics extends Diagnostics {
    static {
        set(new KernelDiagnostics());
    }

    private KernelDiagnostics() {
    }

    @Override
    public void begin() {
        System.setProperty(CoroutineDump.ANNOUNCEMENT, "true");
        if (Checks.has(Checks.Check.STALLS)) {
            StallThread.ensureStarted();
        }
    }

    @Override
    public @Nullable LeakTrace track(Coroutine made) {
        return LeakDetection.track(made);
    }

    @Override
    public void pinned(@Nullable Coroutine coroutine, String frame) {
        CoreEvents.pinned(String.valueOf(coroutine), frame);
    }

    @Override
    public Set<String> locksOutside(Thread thread) {
        return HeldLocks.outside(thread);
    }

    @Override
    public void verifyNoLocks(Coroutine suspending, Thread thread, Set<String> outside) {
        HeldLocks.verify(suspending, thread, outside);
    }

    @Override
    public boolean holdsMonitor() {
        return HeldMonitors.find() != null;
    }
}
