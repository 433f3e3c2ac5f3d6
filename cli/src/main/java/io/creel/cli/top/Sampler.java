package io.creel.cli.top;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The thread that asks: it takes a sample per interval and carries out orders in between. So keys work also while the
 * process does not answer.
 */
final class Sampler implements Runnable, AutoCloseable {
    /** A question and the receiver of its answer. */
    private interface Question {
        void ask() throws IOException;
    }

    private final ViewSource source;
    private final long intervalMs;
    private final BlockingQueue<Question> questions = new LinkedBlockingQueue<>();
    private final Thread thread = Thread.ofPlatform().daemon().name("creel-top").unstarted(this);
    // Written by the sampling thread; the first sample is its own predecessor.
    private volatile Interval latest;
    private volatile String ended;
    private volatile boolean closed;

    Sampler(ViewSource source, long intervalMs) {
        this.source = source;
        this.intervalMs = intervalMs;
    }

    void start() {
        thread.start();
    }

    @Override
    public void run() {
        try {
            ViewSample before = new ViewSample(source.view());
            latest = new Interval(before, before);
            while (!closed) {
                Question question = questions.poll(intervalMs, TimeUnit.MILLISECONDS);
                if (question != null) {
                    question.ask();
                    continue;
                }
                ViewSample now = new ViewSample(source.view());
                latest = new Interval(before, now);
                before = now;
            }
        } catch (IOException gone) {
            ended = "process " + source.pid() + " has ended.";
        } catch (RuntimeException unreadable) {
            ended = "process " + source.pid() + " cannot be shown: " + unreadable.getMessage();
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns the interval before the last sample; {@code null} before the first one. */
    Interval latest() {
        return latest;
    }

    /** Returns a sentence that says why no more samples come; {@code null} while they do. */
    String ended() {
        return ended;
    }

    /** Takes a dump later, on the sampling thread. */
    void dump(Consumer<String> receiver) {
        questions.add(() -> receiver.accept(source.dump()));
    }

    /** Gives an order later, on the sampling thread. */
    void order(String verb, String argument, Consumer<String> receiver) {
        questions.add(() -> receiver.accept(source.order(verb, argument)));
    }

    /** Returns the source, to which only thread-safe questions may be put. */
    ViewSource source() {
        return source;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
