package io.creel.examples.course;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.core.lock.CoroutineLock;
import io.creel.queues.ListStash;
import io.creel.schedulers.Worker;

/**
 * Ten coroutines each read a balance, wait for something, and write the balance plus one. On one worker nothing runs at
 * the same time; yet others run during the wait, and deposits are lost. A lock of coroutines may be held while its
 * owner is suspended. A {@code synchronized} block may not: it belongs to the thread.
 */
public final class C03_ALock {
    private final CoroutineLock lock = new CoroutineLock("balance");
    private final ListStash waiting = new ListStash("waits for the disk");
    private final Batch batch = new Batch(16);
    private int balance;

    private void deposit() {
        int seen = balance;
        Coroutine.await(waiting);
        balance = seen + 1;
    }

    private void depositUnderTheLock() {
        lock.lock();
        try {
            deposit();
        } finally {
            lock.unlock();
        }
    }

    private static void run(String name, boolean locked) {
        var example = new C03_ALock();
        var worker = new Worker("worker", self -> self.resume(example.waiting.drain(example.batch, 16)),
                System::nanoTime);
        for (int i = 0; i < 10; i++) {
            worker.start(account -> {
                if (locked) {
                    account.depositUnderTheLock();
                } else {
                    account.deposit();
                }
            }, example);
        }
        while (worker.counts().completed() < 10) {
            worker.doWork();
        }
        System.out.printf("%s: 10 deposits, balance %d%n", name, example.balance);
        worker.carrier().close();
    }

    /** Runs it without the lock and with it. */
    public static void main(String[] args) {
        run("without the lock", false);
        run("with the lock   ", true);
    }
}
/*
Output:
without the lock: 10 deposits, balance 1
with the lock   : 10 deposits, balance 10
*/
