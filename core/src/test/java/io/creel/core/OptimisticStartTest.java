package io.creel.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.creel.core.internal.KernelAccess;
import io.creel.core.lock.CoroutineLock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A body cannot tell whether it begins on a fresh stack, or by a plain call on the stack of an ended coroutine. */
class OptimisticStartTest {
    private static final int MOST_FRAMES = 72;
    private static final ScopedValue<String> NAME = ScopedValue.newInstance();

    private final List<Throwable> failures = new ArrayList<>();
    private final Carrier carrier = new Carrier("carrier", (coroutine, failure) -> failures.add(failure));
    private final TestStash ready = new TestStash("ready");
    private final TestStash stash = new TestStash("stash");
    private final CoroutineLock lock = new CoroutineLock("lock");
    private final Batch batch = new Batch(8);
    private final List<String> seen = new ArrayList<>();
    private Coroutine subject;

    /** How the coroutine before on the stack ended. */
    enum Before {
        NONE, COMPLETED, FAILED, CANCELLED, SUSPENDED, BOUND, FORGOT_ITS_LOCK, OVERFLOWED
    }

    private void before(Before before) {
        switch (before) {
            case NONE -> {
            }
            case COMPLETED -> start(argument -> {
            });
            case FAILED -> start(argument -> {
                throw new IllegalArgumentException("planted");
            });
            case CANCELLED -> {
                start(argument -> seen.add("must not run"));
                ready.forEach(Coroutine::cancel);
            }
            case SUSPENDED -> start(argument -> Coroutine.await(new TestStash("elsewhere")));
            case BOUND -> start(argument -> ScopedValue.where(NAME, "before").run(() -> NAME.get()));
            case FORGOT_ITS_LOCK -> start(argument -> lock.lock());
            default -> start(argument -> deeper(0));
        }
    }

    private static int deeper(int depth) {
        return deeper(depth + 1) + depth;
    }

    private void start(Body<Object> body) {
        carrier.start(ready, body, null);
    }

    /** Notes the observations of the body, and those of an observer about it. */
    private void look() {
        Coroutine self = Coroutine.current();
        seen.add("frames=" + frames(Thread.currentThread().getStackTrace()));
        seen.add("depth=" + StackWalker.getInstance().walk(Stream::count));
        seen.add("bound=" + NAME.isBound());
        seen.add("state=" + self.state() + " cancelled=" + self.isCancelRequested() + " locked=" + lock.isHeld());
        try {
            carrier.resume(self);
        } catch (IllegalStateException refused) {
            seen.add(refused.getMessage().replaceAll("@[0-9a-f]+", ""));
        }
        try {
            Coroutine.await(stash);
        } finally {
            seen.add("finally");
        }
    }

    private static int depthOfLoop(StackTraceElement[] trace) {
        int depth = 0;
        while (depth < trace.length && !KernelAccess.get().isLoop(trace[depth])) {
            depth++;
        }
        return depth;
    }

    private static List<String> frames(StackTraceElement[] trace) {
        return Stream.of(trace).limit(depthOfLoop(trace) + 1)
                .map(frame -> frame.getClassName() + "." + frame.getMethodName())
                .filter(frame -> !frame.contains("Lambda")).toList();
    }

    private List<String> run(Before before) {
        before(before);
        start(argument -> {
            subject = Coroutine.current();
            look();
        });
        ScopedValue.where(NAME, "worker").run(() -> carrier.resume(ready.drain(batch, 8)));
        seen.add("suspended=" + frames(subject.stack.walk(MOST_FRAMES)));
        subject.cancel();
        carrier.poll();
        seen.add("ended: " + stash.size());
        return seen;
    }

    @ParameterizedTest
    @EnumSource(Before.class)
    void shouldSeeTheSameWhenAnotherCoroutineUsedTheStackBefore(Before before) {
        OptimisticStartTest alone = new OptimisticStartTest();
        List<String> expected = alone.run(Before.NONE);
        assertEquals(8, expected.size(), expected::toString);
        assertEquals(expected, run(before));
    }
}
