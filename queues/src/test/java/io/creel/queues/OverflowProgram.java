package io.creel.queues;

import io.creel.core.Batch;
import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.StackRoom;
import io.creel.core.lock.CoroutineCondition;
import io.creel.core.lock.CoroutineEvent;
import io.creel.core.lock.CoroutineLock;
import io.creel.core.lock.CoroutineSemaphore;
import io.creel.core.task.Scope;
import io.creel.core.Stash;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Uses a primitive at every depth down to the end of the stack. The digger, a coroutine, recurses until the stack
 * overflows. On the way back it performs one operation in each frame, so that the first operation of this JVM
 * overflows, too. Its partner, another coroutine, does what the digger waits for. A guard that stays taken would hang
 * the program, and a lost wake-up or handle would leave one of the two coroutines behind.
 */
final class OverflowProgram {
    private static final long STACK_BYTES = 400_000;
    private static final int OFFSETS = 6;
    private static final int IDLE_ROUNDS = 10_000;
    /** Two steps that do not ask for room: must be torn. */
    static final String CANARY = "two steps without room";

    private final Carrier carrier = new Carrier("carrier", (coroutine, failure) -> report(failure));
    private final ListStash ready = new ListStash("ready");
    private final Batch batch = new Batch(8);
    private boolean stopped;
    private int done;
    private int overflows;
    private Throwable failure;

    private void report(Throwable reported) {
        failure = failure == null ? reported : failure;
    }

    /** The operation of the digger at each depth, and that of its partner between any two of them. */
    private abstract class Scenario {
        /** Runs the digger's operation in its coroutine; must leave no half-done state if it throws. */
        abstract void operate();

        /** Runs the partner's operation in another coroutine, repeatedly until the digger has ended. */
        void assist() {
        }

        /** Wakes the partner, which may still wait for the digger that has ended. */
        void release() {
        }

        /** Returns a description of the fault that the run left, or {@code null} if there is none. */
        String fault() {
            return null;
        }
    }

    private final class OfALock extends Scenario {
        private final CoroutineLock lock = new CoroutineLock("lock");

        @Override
        void operate() {
            if (!lock.isHeld()) {
                lock.lock();
            }
            lock.unlock();
        }

        @Override
        void assist() {
            lock.lock();
            Coroutine.await(ready);
            lock.unlock();
        }
    }

    private final class OfASemaphore extends Scenario {
        private final CoroutineSemaphore semaphore = new CoroutineSemaphore("semaphore", 1);
        private boolean taken;

        @Override
        void operate() {
            if (!taken) {
                semaphore.acquire();
                taken = true;
            }
            semaphore.release();
            taken = false;
        }

        @Override
        void assist() {
            semaphore.acquire();
            Coroutine.await(ready);
            semaphore.release();
        }

        @Override
        String fault() {
            int permits = semaphore.availablePermits() + (taken ? 1 : 0);
            return permits == 1 ? null : "permits=" + permits;
        }
    }

    private final class OfACondition extends Scenario {
        private final CoroutineLock lock = new CoroutineLock("lock");
        private final CoroutineCondition condition = new CoroutineCondition("condition", lock);

        @Override
        void operate() {
            if (!lock.isHeld()) {
                lock.lock();
            }
            condition.signal();
            condition.await();
            lock.unlock();
        }

        @Override
        void assist() {
            lock.lock();
            condition.signal();
            lock.unlock();
        }
    }

    private final class OfAnEvent extends Scenario {
        private CoroutineEvent mine = new CoroutineEvent("mine");
        private CoroutineEvent other = new CoroutineEvent("other");

        @Override
        void operate() {
            other.signal();
            mine.await();
            mine = new CoroutineEvent("mine");
        }

        @Override
        void assist() {
            mine.signal();
            other.await();
            other = new CoroutineEvent("other");
        }

        @Override
        void release() {
            other.signal();
        }
    }

    private final class OfAChannel extends Scenario {
        private final Channel<Integer> there;
        private final Channel<Integer> back;
        private boolean sent;

        OfAChannel(Channel<Integer> there, Channel<Integer> back) {
            this.there = there;
            this.back = back;
        }

        @Override
        void operate() {
            if (!sent) {
                there.send(1);
                sent = true;
            }
            back.receive();
            sent = false;
        }

        @Override
        void assist() {
            Integer item = there.tryReceive();
            if (item != null) {
                back.send(item);
            }
        }
    }

    private final class OfASelect extends Scenario {
        private final Channel<Integer> there;
        private final Channel<Integer> back;
        private final Select<Integer> select;
        private boolean sent;

        OfASelect(Channel<Integer> quiet, Channel<Integer> there, Channel<Integer> back) {
            this.there = there;
            this.back = back;
            select = Select.of(quiet, back);
        }

        @Override
        void operate() {
            if (!sent) {
                there.send(1);
                sent = true;
            }
            select.receive();
            sent = false;
        }

        @Override
        void assist() {
            Integer item = there.tryReceive();
            if (item != null) {
                back.send(item);
            }
        }
    }

    private final class OfAStash extends Scenario {
        private final Stash stash;
        private final Coroutine handle = Coroutine.create(ignored -> {
        }, null);
        private boolean mine = true;

        OfAStash(Stash stash) {
            this.stash = stash;
        }

        @Override
        void operate() {
            if (mine) {
                stash.push(handle);
                mine = false;
            }
            if (stash.pop() == handle) {
                mine = true;
            }
        }

        @Override
        String fault() {
            return mine || stash.pop() == handle ? null : "lost=" + handle;
        }
    }

    /** Takes two steps with ten nested calls between them; torn if the stack overflows after the first one. */
    private class OfTwoSteps extends Scenario {
        private int begun;
        private int ended;

        @Override
        void operate() {
            begun++;
            nest(10);
            ended++;
        }

        private void nest(int calls) {
            if (calls > 0) {
                nest(calls - 1);
            }
        }

        @Override
        String fault() {
            return begun == ended ? null : "begun=" + begun + ", ended=" + ended;
        }
    }

    /** Asks for the room before the first step. */
    private final class OfTwoStepsWithRoom extends OfTwoSteps {
        @Override
        void operate() {
            StackRoom.require();
            super.operate();
        }
    }

    private final class OfStarts extends Scenario {
        private int ran;
        private int started;

        @Override
        void operate() {
            if (carrier.start(ready, ignored -> ran++, null)) {
                started++;
            }
        }

        @Override
        String fault() {
            while (carrier.resume(ready.drain(batch, 8)) > 0) {
                continue;
            }
            return ran == started && carrier.counters().created() == started + 2 * OFFSETS
                    ? null
                    : "ran=" + ran + ", started=" + started + ", created=" + carrier.counters().created();
        }
    }

    private final class OfCancellations extends Scenario {
        private final ListStash waiting = new ListStash("waiting");
        private final List<Coroutine> victims = new ArrayList<>();
        private int next;

        @Override
        void operate() {
            if (next < victims.size()) {
                victims.get(next).cancel();
                next++;
            }
        }

        @Override
        void assist() {
            Coroutine victim = Coroutine.create(ignored -> Coroutine.await(waiting), null);
            victims.add(victim);
            ready.push(victim);
        }

        @Override
        String fault() {
            victims.forEach(Coroutine::cancel);
            carrier.poll();
            return waiting.isEmpty() ? null : "still waiting=" + waiting.size();
        }
    }

    private final class OfAScope extends Scenario {
        private Scope scope;
        private int forked;
        private int ran;

        @Override
        void operate() {
            if (scope == null) {
                scope = Scope.open("scope");
                scope.fork(self -> ready.push(self), () -> ran++);
                forked++;
            }
            scope.join();
            scope.close();
            scope = null;
        }

        @Override
        String fault() {
            return ran == forked ? null : "ran=" + ran + ", forked=" + forked;
        }
    }

    private Map<String, Supplier<Scenario>> scenarios() {
        Map<String, Supplier<Scenario>> scenarios = new TreeMap<>();
        scenarios.put("lock", OfALock::new);
        scenarios.put("semaphore", OfASemaphore::new);
        scenarios.put("condition", OfACondition::new);
        scenarios.put("event", OfAnEvent::new);
        scenarios.put("shared channel", () -> new OfAChannel(shared("there"), shared("back")));
        scenarios.put("local channel",
                () -> new OfAChannel(new LocalChannel<>("there", 1, ready), new LocalChannel<>("back", 1, ready)));
        scenarios.put("shared select", () -> new OfASelect(shared("quiet"), shared("there"), shared("back")));
        scenarios.put("local select", () -> new OfASelect(new LocalChannel<>("quiet", 1, ready),
                new LocalChannel<>("there", 1, ready), new LocalChannel<>("back", 1, ready)));
        scenarios.put("list", () -> new OfAStash(new ListStash("list")));
        scenarios.put("tree", () -> new OfAStash(new TreeStash("tree", handle -> 7)));
        scenarios.put("red-black tree", () -> new OfAStash(new RedBlackStash("tree", handle -> 7)));
        scenarios.put("mpsc ring", () -> new OfAStash(new MpscStash("ring", 4)));
        scenarios.put("mpmc ring", () -> new OfAStash(new MpmcStash("ring", 4)));
        scenarios.put("spsc ring", () -> new OfAStash(new SpscStash("ring", 4)));
        scenarios.put("two steps", OfTwoStepsWithRoom::new);
        scenarios.put("start", OfStarts::new);
        scenarios.put("cancel", OfCancellations::new);
        scenarios.put("scope", OfAScope::new);
        return scenarios;
    }

    private Channel<Integer> shared(String name) {
        return new SharedChannel<>(name, 2, 4, ready, ready);
    }

    private void dig(Scenario scenario) {
        try {
            dig(scenario);
        } catch (StackOverflowError end) {
            // one more frame is free now
        }
        operate(scenario);
    }

    private void operate(Scenario scenario) {
        if (failure != null) {
            return;
        }
        try {
            scenario.operate();
            done++;
        } catch (StackOverflowError here) {
            overflows++;
        } catch (Throwable unexpected) {
            report(unexpected);
        }
    }

    /** Moves the addresses of all frames below by less than one frame of them. */
    private long shift(int frames, long a, long b, Scenario scenario) {
        if (frames > 0) {
            return a + b * shift(frames - 1, b, a + 1, scenario);
        }
        dig(scenario);
        return a;
    }

    private void run(String name) {
        Scenario scenario = name.equals(CANARY) ? new OfTwoSteps() : scenarios().get(name).get();
        for (int offset = 0; offset < OFFSETS && failure == null; offset++) {
            runOnce(scenario, offset);
        }
        String fault = failure == null ? scenario.fault() : failure.toString();
        if (failure != null) {
            failure.printStackTrace(System.out);
        }
        boolean held = fault == null && done > OFFSETS;
        System.out.println((held ? "OK " : "FAULT ") + name + ": done=" + done + ", overflows=" + overflows
                + (fault == null ? "" : ", " + fault));
    }

    private void runOnce(Scenario scenario, int offset) {
        stopped = false;
        Coroutine digger = Coroutine.create(ignored -> shift(offset, 1, 2, scenario), null);
        Coroutine partner = Coroutine.create(ignored -> {
            while (!stopped) {
                scenario.assist();
                Coroutine.await(ready);
            }
        }, null);
        ready.push(partner);
        carrier.resume(digger);
        int before = done;
        for (int idle = 0; !digger.state().isEnd() || !partner.state().isEnd(); idle++) {
            stopped = digger.state().isEnd();
            if (stopped) {
                scenario.release();
            }
            carrier.poll();
            carrier.resume(ready.drain(batch, 8));
            if (done != before) {
                before = done;
                idle = 0;
            }
            if (idle > IDLE_ROUNDS) {
                report(new IllegalStateException("left behind: digger=" + digger.state() + ", partner="
                        + partner.state() + ", done=" + done + ", overflows=" + overflows));
                return;
            }
        }
    }

    /**
     * Runs one primitive, or all of them.
     *
     * @param arguments the name of a primitive; empty for all of them
     */
    public static void main(String[] arguments) throws InterruptedException {
        Iterable<String> names = arguments.length > 0 ? List.of(arguments) : new OverflowProgram().scenarios().keySet();
        for (String name : names) {
            Thread thread = new Thread(null, () -> new OverflowProgram().run(name), "small", STACK_BYTES);
            thread.start();
            thread.join();
        }
    }
}
