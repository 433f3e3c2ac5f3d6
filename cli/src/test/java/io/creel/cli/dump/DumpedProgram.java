package io.creel.cli.dump;

import io.creel.core.Carrier;
import io.creel.core.diagnostics.CoroutineDump;
import io.creel.core.lock.CoroutineEvent;
import io.creel.core.lock.CoroutineLock;
import java.io.IOException;

/** Lets coroutines wait, prints its own dump as JSON and as text, prints "ready", and runs until its input ends. */
public final class DumpedProgram {
    private static final CoroutineLock LOCK = new CoroutineLock("dumped-lock");
    private static final CoroutineEvent EVENT = new CoroutineEvent("dumped-event");

    private DumpedProgram() {
    }

    /** Runs it. */
    public static void main(String[] args) throws IOException {
        Carrier carrier = new Carrier("dumped-carrier");
        for (int i = 0; i < 3; i++) {
            carrier.start(argument -> waitForTheLock(), null);
        }
        carrier.resumeStarted();
        System.out.print(CoroutineDump.take().toJson() + "\n" + CoroutineDump.take().toText() + "ready\n");
        System.out.flush();
        while (System.in.read() >= 0) {
            continue;
        }
    }

    private static void waitForTheLock() {
        LOCK.lock();
        EVENT.await(); // never happens
    }
}
