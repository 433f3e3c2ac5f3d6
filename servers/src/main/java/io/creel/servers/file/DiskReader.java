package io.creel.servers.file;

import io.creel.core.spec.Suspends;
import io.creel.ip.HomeStash;
import io.creel.queues.SharedChannel;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The part that blocks: opens, reads and closes files for one worker. It does one thing after the other, on a thread of
 * its own ({@link #run}) or of a test ({@link #doWork}).
 *
 * <p>
 * <b>Nothing is lost.</b> Each channel has a place for every request that may be under way. The worker sends a request
 * and then unparks the thread, which looks again after every park. The thread sends the result, and the channel wakes
 * the coroutine that waits for it, and its worker.
 */
final class DiskReader implements Runnable {
    private final FileOpener opener;
    private final SharedChannel<FileRead> asked;
    private final SharedChannel<FileRead> done;
    /** Set by the worker before it asks for the first time; null if a test drives the reader. */
    private @Nullable Thread thread;

    DiskReader(FileOpener opener, int mostAsked) {
        this.opener = opener;
        var home = new HomeStash("home of the results of the disk");
        asked = new SharedChannel<>("requests to the disk", mostAsked, 1, home, home);
        done = new SharedChannel<>("results of the disk", mostAsked, 1, home, home);
    }

    /** Starts the thread. It does not keep the process alive. */
    void start(String name) {
        thread = Thread.ofPlatform().daemon().name(name).start(this);
    }

    /** Gives a request to the reader. By the worker. */
    void ask(FileRead read) {
        read.isAsked = true;
        if (!asked.trySend(read)) {
            throw new IllegalStateException("more requests than places: file=" + read.name);
        }
        LockSupport.unpark(thread);
    }

    /** Waits for a result and takes it back; null after {@link #stop}. In a coroutine of the worker. */
    @Suspends
    @Nullable
    FileRead awaitDone() {
        FileRead read = done.receive();
        if (read != null) {
            read.isAsked = false;
        }
        return read;
    }

    /** Does one thing, if there is one. By one thread. */
    int doWork() {
        FileRead read = asked.tryReceive();
        if (read == null) {
            return 0;
        }
        read.work(opener);
        if (!done.trySend(read)) {
            throw new IllegalStateException("more results than places: file=" + read.name);
        }
        return 1;
    }

    @Override
    public void run() {
        while (!asked.isFinished()) {
            if (doWork() == 0) {
                LockSupport.park(this);
            }
        }
    }

    /** Ends the thread. By the worker, which has every request back and asks for nothing more. */
    void stop() {
        asked.close();
        done.close();
        LockSupport.unpark(thread);
    }

    /** {@return whether there is no thread, or it has ended} */
    boolean hasEnded() {
        Thread running = thread;
        return running == null || !running.isAlive();
    }
}
