package io.creel.ip.host;

import io.creel.core.Batch;
import io.creel.core.Carrier;
import java.util.Queue;

/** One thread with a carrier, which runs until it may end or a worker has failed. */
abstract class TestWorker extends Thread {
    /** How often it finds nothing to do, once it may end, before it ends. */
    private static final int IDLE_ROUNDS = 3;

    final Carrier carrier;
    final Batch batch = new Batch(64);
    private final Queue<Throwable> failures;

    TestWorker(String name, Queue<Throwable> failures) {
        super(name);
        this.failures = failures;
        carrier = new Carrier(name, (coroutine, failure) -> failures.add(failure));
        carrier.setClock(System::nanoTime);
    }

    abstract int cycle();

    abstract boolean mayEnd();

    void end() {
    }

    @Override
    public void run() {
        try {
            for (int idle = 0; idle < IDLE_ROUNDS || !mayEnd() && failures.isEmpty();) {
                carrier.tick(System.nanoTime());
                int work = cycle() + carrier.poll() + carrier.resumeStarted();
                idle = work == 0 && mayEnd() ? idle + 1 : 0;
                if (work == 0) {
                    Thread.yield();
                }
                if (!failures.isEmpty()) {
                    break;
                }
            }
            end();
        } catch (RuntimeException | Error e) {
            failures.add(e);
        } finally {
            carrier.close();
        }
    }
}
