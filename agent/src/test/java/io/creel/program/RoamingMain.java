package io.creel.program;

import io.creel.core.Body;
import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.JvmArguments;
import io.creel.core.Mobility;
import io.creel.core.spec.Unchecked;
import java.util.concurrent.atomic.AtomicReference;

/** Moves one coroutine between two threads, and counts how often it sees the wrong one. */
@Unchecked("passes a handle through an atomic reference")
public final class RoamingMain {
    private static final int HOPS = 100_000;
    private static final AtomicReference<Coroutine> HANDLE = new AtomicReference<>();
    private static volatile boolean ended;
    private static int wrong;
    /** Written by the thread that resumes the coroutine, before it does. */
    private static Carrier present;
    private static long sum;

    private RoamingMain() {
    }

    private static void hop() {
        for (int i = 0; i < HOPS; i++) {
            sum += Thread.currentThread().threadId();
            Coroutine.await(self -> {
                HANDLE.set(self);
                return true;
            });
            if (!Thread.currentThread().getName().equals(present.name())) {
                wrong++;
            }
        }
        ended = true;
    }

    private static void work(String name, int turn) {
        Carrier carrier = new Carrier(name);
        while (!ended) {
            Coroutine handle = HANDLE.get();
            if (handle != null && handle.epoch() % 2 == turn && HANDLE.compareAndSet(handle, null)) {
                present = carrier;
                carrier.resume(handle);
            }
            Thread.onSpinWait();
            Thread.yield();
        }
    }

    /** Prints the mobility and the number of wrong threads. */
    public static void main(String[] args) throws InterruptedException {
        System.out.println("mobility=" + JvmArguments.mobility());
        Body<Void> body = none -> hop();
        HANDLE.set(Coroutine.create(body, null, Mobility.ROAMING));
        Thread one = new Thread(() -> work("one", 0), "one");
        Thread two = new Thread(() -> work("two", 1), "two");
        one.start();
        two.start();
        one.join();
        two.join();
        System.out.println("hops=" + HOPS + ", wrong=" + wrong + ", sum>0=" + (sum > 0));
    }
}
