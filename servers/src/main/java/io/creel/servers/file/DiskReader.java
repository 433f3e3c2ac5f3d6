package io.creel.servers.file;

import io.creel.core.lock.CoroutineSemaphore;
import io.creel.core.spec.Suspends;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.varhandle.SpscVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * The part that blocks: opens, reads and closes files for one worker. It does one thing after the other, on a thread of
 * its own ({@link #run}) or of a test ({@link #doWork}).
 *
 * <p>
 * <b>Nothing is lost.</b> Each ring has a place for every request that may be under way. The worker offers a request
 * and then unparks the thread, which looks again after every park. The thread offers the result and then releases a
 * permit, for which a coroutine waits; the release wakes the worker of that coroutine.
 */
final class DiskReader implements Runnable {
    private final FileOpener opener;
    private final SpscVarHandleArrayQueue<FileRead> asked;
    private final SpscVarHandleArrayQueue<FileRead> done;
    private final CoroutineSemaphore results = new CoroutineSemaphore("file blocks read", 0);
    /** Set by the worker before it asks for the first time; null if a test drives the reader. */
    private @Nullable Thread thread;
    private volatile boolean stopping;

    DiskReader(FileOpener opener, int mostAsked) {
        this.opener = opener;
        asked = new SpscVarHandleArrayQueue<>(mostAsked);
        done = new SpscVarHandleArrayQueue<>(mostAsked);
    }

    /** Starts the thread. It does not keep the process alive. */
    void start(String name) {
        thread = Thread.ofPlatform().daemon().name(name).start(this);
    }

    /** Gives a request to the reader. By the worker. */
    void ask(FileRead read) {
        read.isAsked = true;
        if (!asked.offer(read)) {
            throw new IllegalStateException("more requests than places: file=" + read.name);
        }
        LockSupport.unpark(thread);
    }

    /** Waits for a result and takes it back; null after {@link #stop}. In a coroutine of the worker. */
    @Suspends
    @Nullable
    FileRead awaitDone() {
        results.acquire();
        FileRead read = done.poll();
        if (read != null) {
            read.isAsked = false;
        }
        return read;
    }

    /** Does one thing, if there is one. By one thread. */
    int doWork() {
        FileRead read = asked.poll();
        if (read == null) {
            return 0;
        }
        read.work(opener);
        if (!done.offer(read)) {
            throw new IllegalStateException("more results than places: file=" + read.name);
        }
        results.release();
        return 1;
    }

    @Override
    public void run() {
        while (!stopping || !asked.isEmpty()) {
            if (doWork() == 0 && !stopping) {
                LockSupport.park(this);
            }
        }
    }

    /** Ends the thread. By the worker, which has every request back and asks for nothing more. */
    void stop() {
        stopping = true;
        results.release();
        LockSupport.unpark(thread);
    }

    /** {@return whether there is no thread, or it has ended} */
    boolean hasEnded() {
        Thread running = thread;
        return running == null || !running.isAlive();
    }
}
