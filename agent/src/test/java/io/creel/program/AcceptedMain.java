package io.creel.program;

import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** Breaks rules only at run time, by its arguments. */
public final class AcceptedMain {
    private AcceptedMain() {
    }

    private static final ReentrantLock LOCK = new ReentrantLock();

    /** A step whose effect the verifier cannot see, because a map calls it. */
    private static int underAMonitor() {
        Map<String, Integer> map = new Hashtable<>();
        return map.computeIfAbsent("key", key -> LOCK.getHoldCount());
    }

    /** Runs a coroutine, and waits for input if asked to. */
    public static void main(String[] args) throws Exception {
        Carrier carrier = new Carrier("main");
        carrier.<Integer>start(number -> System.out.println("coroutine runs with " + (number + underAMonitor())), 41);
        carrier.resumeStarted();
        System.out.println("running=" + Coroutine.current());
        if (args.length > 0) {
            System.out.println("waits");
            System.in.read();
            System.out.println(new Late().forget());
        }
        carrier.close();
    }

    /** Loaded after a late attach. */
    static final class Late {
        String forget() {
            return "late class runs";
        }
    }
}
