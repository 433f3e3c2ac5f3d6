package io.creel.core;

import io.creel.core.internal.Expiring;
import io.creel.core.internal.KernelAccess;
import io.creel.core.internal.LockQueue;
import io.creel.core.internal.PendingDeadline;
import java.util.List;
import java.util.function.Consumer;
import jdk.internal.vm.ContinuationScope;
import org.jspecify.annotations.Nullable;

/** Implements the access of the other packages of core to this one. */
final class KernelEntry extends KernelAccess {
    private static final StackTraceElement[] NOT_BEGUN = {};

    @Override
    public Coroutine current(String what) {
        return Coroutine.current(what);
    }

    @Override
    public boolean suspend(Coroutine self, TransferCallback where) {
        return self.suspend(where);
    }

    @Override
    public WaitResult suspend(Coroutine self, TransferCallback where, long timeoutNs) {
        return self.suspend(where, timeoutNs);
    }

    @Override
    public void suspendShielded(Coroutine self, TransferCallback where) {
        self.shielded = true;
        try {
            self.suspend(where);
        } finally {
            self.shielded = false;
        }
    }

    @Override
    public boolean isShielded(Coroutine waiter) {
        return waiter.shielded;
    }

    @Override
    public boolean isCancelled(Coroutine waiter) {
        return waiter.isCancelled();
    }

    @Override
    public @Nullable Carrier send(Coroutine handle, Stash from) {
        return handle.send(from);
    }

    @Override
    public void wake(@Nullable Coroutine sent, @Nullable Carrier home) {
        Coroutine.wake(sent, home);
    }

    @Override
    public boolean isGranted(Coroutine waiter) {
        return waiter.granted;
    }

    @Override
    public void setGranted(Coroutine waiter, boolean granted) {
        waiter.granted = granted;
    }

    @Override
    public @Nullable LockQueue heldLocks(Coroutine holder) {
        return holder.heldLocks;
    }

    @Override
    public void setHeldLocks(Coroutine holder, @Nullable LockQueue newest) {
        holder.heldLocks = newest;
    }

    @Override
    public void begin(Coroutine unstarted, Coroutine running) {
        running.carrier.begin(unstarted);
    }

    @Override
    public boolean isCancellation(@Nullable Throwable thrown) {
        return thrown == CoroutineCancelledException.INSTANCE;
    }

    @Override
    public PendingDeadline deadline(Coroutine running, Expiring target, long timeoutNs) {
        return running.carrier.deadlines().set(running, target, timeoutNs);
    }

    @Override
    public List<Carrier> carriers() {
        return Carriers.all();
    }

    @Override
    public boolean isClosed(Carrier carrier) {
        return carrier.isClosed();
    }

    @Override
    public List<Stash> stashes() {
        return Stashes.all();
    }

    @Override
    public List<Batch> batches() {
        return Batch.all();
    }

    @Override
    public void show(Stash stash, int max, Consumer<Coroutine> action) {
        stash.show(max, action);
    }

    @Override
    public void show(Batch batch, Consumer<Coroutine> action) {
        batch.show(action);
    }

    @Override
    public void showInbox(Carrier carrier, int max, Consumer<Coroutine> action) {
        carrier.inbox().show(max, action);
    }

    @Override
    public String inboxName(Carrier carrier) {
        return carrier.inbox().toString();
    }

    @Override
    public boolean isIn(Coroutine handle, Stash stash) {
        return handle.isHeldBy(stash);
    }

    @Override
    public boolean isInBatch(Coroutine handle) {
        return handle.isBatched();
    }

    @Override
    public boolean isInInbox(Coroutine handle, Carrier carrier) {
        return handle.isHeldBy(carrier.inbox());
    }

    @Override
    public long turns(Carrier carrier) {
        return carrier.turns();
    }

    @Override
    public StackTraceElement[] stackOf(Coroutine running, Carrier carrier) {
        return running.guest == null ? carrier.stackTrace() : running.guest.thread().getStackTrace();
    }

    @Override
    public StackTraceElement @Nullable [] stackOf(Coroutine waiting, int max) {
        Stack stack = waiting.stack;
        if (waiting.guest != null) {
            return waiting.guest.thread().getStackTrace();
        }
        return stack == null ? NOT_BEGUN : stack.walk(max);
    }

    @Override
    public String bodyName(Coroutine coroutine) {
        return coroutine.bodyName();
    }

    @Override
    public int ageMs(Coroutine waiting) {
        return waiting.ageMs();
    }

    @Override
    public @Nullable Carrier carrierOf(Coroutine coroutine) {
        return coroutine.carrier;
    }

    @Override
    public @Nullable Coroutine guestOf(Thread thread) {
        return Guests.of(thread);
    }

    @Override
    public boolean isMachinery(StackTraceElement frame) {
        String type = frame.getClassName();
        return type.equals(Stack.class.getName()) || type.equals(Coroutine.class.getName())
                || type.equals(KernelEntry.class.getName()) || type.equals(CarrierThread.class.getName())
                || type.startsWith("jdk.internal.vm.");
    }

    @Override
    public boolean isLoop(StackTraceElement frame) {
        return frame.getClassName().equals(Stack.class.getName()) && frame.getMethodName().equals("loop");
    }

    @Override
    public ContinuationScope scope() {
        return Stack.scope();
    }
}
