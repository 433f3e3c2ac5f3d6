package io.creel.core.diagnostics;

import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.internal.KernelAccess;
import java.util.Collection;
import java.util.concurrent.locks.AbstractOwnableSynchronizer;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;
import java.util.concurrent.locks.LockSupport;
import jdk.internal.misc.Unsafe;
import org.jspecify.annotations.Nullable;

/**
 * Finds locks of {@code java.util.concurrent} that block a carrier for ever, because the next thread in their queue, or
 * their holder, is a {@link io.creel.core.Guest} that needs this carrier to continue.
 *
 * <p>
 * No thread needs to hold such a lock across a wait. A guest tries to take the lock while a third thread holds it, and
 * leaves the carrier. A coroutine on the same carrier queues behind the guest, and blocks the carrier. The third thread
 * then passes the lock to the guest alone, as these locks do. From now on the lock has no owner: the guest is runnable,
 * and its carrier is blocked. Monitors have no such queue: a thread that waits to enter one tries again by itself.
 */
final class ThreadLocks {
    private static final KernelAccess KERNEL = KernelAccess.get();
    private static final Unsafe UNSAFE = Unsafe.getUnsafe();
    private static final long OWNER = UNSAFE.objectFieldOffset(AbstractOwnableSynchronizer.class,
            "exclusiveOwnerThread");

    private ThreadLocks() {
    }

    /**
     * Examines the lock that blocks a carrier. Any thread; an estimate.
     *
     * @return a sentence that names the lock, the guest and the way out; {@code null} if no such lock blocks
     *         the carrier
     */
    @SuppressWarnings("NullAway") // a guest has a thread
    static @Nullable String deadlockOf(Carrier carrier) {
        Coroutine running = carrier.running();
        AbstractQueuedSynchronizer lock = lockThatBlocks(carrier);
        if (running == null || lock == null) {
            return null;
        }
        Thread owner = (Thread) UNSAFE.getReferenceAcquire(lock, OWNER);
        Coroutine needed = owner == null
                ? firstStranded(lock, blockedThread(carrier), carrier)
                : stranded(owner, lock, carrier);
        return needed == null
                ? null
                : "deadlock: a lock of threads waits for a virtual thread that needs the blocked carrier, use "
                        + "CoroutineLock: lock=" + lock + ", owner=" + (owner == null ? "none" : needed) + ", thread="
                        + needed.thread().getName() + ", carrier=" + carrier.name() + ", blocked=" + running;
    }

    private static @Nullable Thread blockedThread(Carrier carrier) {
        Coroutine running = carrier.running();
        Thread guest = running == null ? null : running.thread();
        return guest == null ? carrier.thread() : guest;
    }

    private static @Nullable AbstractQueuedSynchronizer lockThatBlocks(Carrier carrier) {
        Thread blocked = carrier == null ? null : blockedThread(carrier);
        return blocked != null && LockSupport.getBlocker(blocked) instanceof AbstractQueuedSynchronizer lock
                ? lock
                : null;
    }

    /** Returns the guest nearest to the head of the queue that is ahead of a blocked thread and cannot run. */
    private static @Nullable Coroutine firstStranded(AbstractQueuedSynchronizer lock, @Nullable Thread blocked,
            Carrier carrier) {
        Collection<Thread> youngestFirst = lock.getQueuedThreads();
        Coroutine found = null;
        boolean ahead = false;
        for (Thread waiting : youngestFirst) {
            Coroutine guest = ahead ? stranded(waiting, lock, carrier) : null;
            found = guest == null ? found : guest;
            ahead |= waiting == blocked;
        }
        return found;
    }

    /**
     * Returns the coroutine of a thread that is a guest, is off its carrier, and ran last on a carrier that this lock
     * blocks; otherwise {@code null}.
     */
    private static @Nullable Coroutine stranded(Thread thread, AbstractQueuedSynchronizer lock, Carrier carrier) {
        Coroutine guest = KERNEL.guestOf(thread);
        Carrier last = guest == null ? null : KERNEL.carrierOf(guest);
        boolean stranded = last != null && last.running() != guest
                && (last == carrier || lockThatBlocks(last) == lock);
        return stranded ? guest : null;
    }
}
