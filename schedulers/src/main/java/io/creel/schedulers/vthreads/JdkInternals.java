package io.creel.schedulers.vthreads;

import io.creel.core.JvmArguments;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.lang.invoke.VarHandle.AccessMode;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Looks up and tries out the JDK internals that {@link JdkThreads} needs, once, on a platform thread. That thread also
 * touches the JDK's socket pollers. They are virtual threads that inherit the scheduler of the first thread that
 * touches them; if that were one of ours, they would run on our workers, together with all sockets of the process.
 */
@SuppressWarnings("NullAway") // parts are null only if one is missing, which the first use refuses
final class JdkInternals {
    /** The states for which {@link #states} holds numbers, in this order. */
    private static final String[] STATES = {"STARTED", "RUNNING", "PARKING", "PARKED", "UNPARKED", "YIELDED",
            "UNBLOCKED", "TERMINATED"};

    /** The reason why something is missing, or {@code null}. */
    final @Nullable String missing;
    MethodHandle newThread;
    MethodHandle yield;
    MethodHandle carrier;
    MethodHandle state;
    MethodHandle setState;
    MethodHandle swapState;
    MethodHandle permit;
    MethodHandle takePermit;
    MethodHandle scheduler;
    Field schedulerField;
    Field threadOfTask;
    Executor defaultScheduler;
    final int[] states = new int[STATES.length];

    private JdkInternals() {
        String lacks = null;
        try {
            lookUp();
            tryOut();
            Class.forName("sun.nio.ch.Poller", true, null);
        } catch (IllegalAccessException | InaccessibleObjectException closed) {
            lacks = "add --add-opens=java.base/java.lang=ALL-UNNAMED";
        } catch (Throwable absent) {
            lacks = absent.toString();
        }
        missing = lacks;
    }

    private void lookUp() throws ReflectiveOperationException {
        JvmArguments.openJavaLang(JdkInternals.class.getModule());
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        Class<?> type = Class.forName("java.lang.VirtualThread");
        MethodHandles.Lookup thread = MethodHandles.privateLookupIn(type, lookup);
        MethodHandles.Lookup builders = MethodHandles.privateLookupIn(Class.forName("java.lang.ThreadBuilders"),
                lookup);
        newThread = builders.findStatic(builders.lookupClass(), "newVirtualThread",
                MethodType.methodType(Thread.class, Executor.class, String.class, int.class, Runnable.class));
        yield = thread.findVirtual(type, "yieldContinuation", MethodType.methodType(boolean.class))
                .asType(MethodType.methodType(boolean.class, Thread.class));
        carrier = MethodHandles.privateLookupIn(Thread.class, lookup).findStatic(Thread.class, "currentCarrierThread",
                MethodType.methodType(Thread.class));
        VarHandle word = thread.findVarHandle(type, "state", int.class);
        state = exact(word.toMethodHandle(AccessMode.GET_VOLATILE));
        setState = exact(word.toMethodHandle(AccessMode.SET_VOLATILE));
        swapState = exact(word.toMethodHandle(AccessMode.COMPARE_AND_SET));
        VarHandle mark = thread.findVarHandle(type, "parkPermit", boolean.class);
        permit = exact(mark.toMethodHandle(AccessMode.GET_VOLATILE));
        takePermit = exact(mark.toMethodHandle(AccessMode.GET_AND_SET));
        scheduler = exact(thread.findVarHandle(type, "scheduler", Executor.class).toMethodHandle(AccessMode.GET));
        schedulerField = type.getDeclaredField("scheduler");
        schedulerField.setAccessible(true);
        try {
            defaultScheduler = (Executor) thread
                    .findStatic(type, "defaultScheduler", MethodType.methodType(Executor.class)).invoke();
        } catch (ReflectiveOperationException absent) {
            throw absent;
        } catch (Throwable impossible) {
            throw new ReflectiveOperationException(impossible);
        }
        for (int i = 0; i < STATES.length; i++) {
            states[i] = (int) thread.findStaticVarHandle(type, STATES[i], int.class).get();
        }
    }

    private static MethodHandle exact(MethodHandle access) {
        return access.asType(access.type().changeParameterType(0, Thread.class));
    }

    /** Runs a thread from its start to its end to verify the behaviour that this package relies on. */
    private void tryOut() throws Throwable {
        Runnable[] submitted = new Runnable[1];
        boolean[] ran = new boolean[1];
        Executor before = task -> submitted[0] = null;
        Executor ours = task -> submitted[0] = task;
        Thread probe = (Thread) newThread.invoke(before, "creel-probe", 0, (Runnable) () -> ran[0] = true);
        schedulerField.set(probe, ours);
        probe.start();
        for (Field captured : submitted[0].getClass().getDeclaredFields()) {
            if (Thread.class.isAssignableFrom(captured.getType())) {
                captured.setAccessible(true);
                threadOfTask = captured;
            }
        }
        boolean known = threadOfTask != null && threadOfTask.get(submitted[0]) == probe
                && (int) state.invokeExact(probe) == states[0];
        submitted[0].run();
        if (!known || !ran[0] || probe.isAlive()) {
            throw new IllegalStateException("a virtual thread does not behave as one of JDK 25");
        }
    }

    static JdkInternals find() {
        JdkInternals[] made = new JdkInternals[1];
        Thread thread = Thread.ofPlatform().name("creel-virtual-threads").daemon(true)
                .unstarted(() -> made[0] = new JdkInternals());
        thread.start();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return made[0];
    }
}
