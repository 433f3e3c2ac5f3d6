package io.creel.jmh.poll;

import io.creel.agent.poll.PollPackages;
import io.creel.agent.poll.PollingLoader;
import io.creel.core.Body;
import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.Slicing;
import io.creel.jmh.Operations;
import io.creel.jmh.polled.Switching;
import io.creel.jmh.polled.SwitchingWithMonitors;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Measures one preemption: a request, the answer, the way out of the coroutine and back into it. The checkpoint does
 * the same without looking at the stack, so the difference is the safety check.
 */
public class PreemptionBenchmark {
    /** The preemption without a safety check. */
    public static final String BASELINE = "checkpoint";

    private static final Runnable CHECKPOINT = Coroutine::checkpoint;
    private static final Runnable NOTHING = () -> {
    };

    /** One coroutine that is preempted whenever it runs. */
    @State(Scope.Thread)
    public static class Preempted implements Slicing {
        /** The number of frames between the body and the loop. */
        @Param({"1", "10"})
        public int depth;
        private final Carrier carrier = new Carrier("preempting");
        private Coroutine handle;

        private Coroutine make(String type, Runnable step) {
            PollingLoader loader = new PollingLoader(PreemptionBenchmark.class.getClassLoader(),
                    PollPackages.of(List.of("io.creel.jmh.polled")));
            try {
                @SuppressWarnings("unchecked")
                Body<Runnable> body = (Body<Runnable>) loader.loadClass(type).getConstructor(int.class)
                        .newInstance(depth);
                carrier.setSlicing(this);
                return Coroutine.create(body, step);
            } catch (ReflectiveOperationException missing) {
                throw new IllegalStateException(missing);
            }
        }

        final long preemptOnce(Class<?> type, Runnable step) {
            Coroutine next = handle == null ? make(type.getName(), step) : handle;
            carrier.preempt(carrier.counters().resumed() + 1);
            carrier.resume(next);
            return carrier.counters().polls().preempted();
        }

        @Override
        public boolean expired(Coroutine running) {
            return false;
        }

        @Override
        public boolean waits(Coroutine running) {
            return true;
        }

        @Override
        public Coroutine suspended(Coroutine preempted) {
            handle = preempted;
            return null;
        }
    }

    /** Answered by a checkpoint, in a loop without polls that ask. */
    @Benchmark
    @Operations(1)
    public long checkpoint(Preempted state) {
        return state.preemptOnce(CheckpointLoop.class, CHECKPOINT);
    }

    /** Answered by a woven poll. */
    @Benchmark
    @Operations(1)
    public long poll(Preempted state) {
        return state.preemptOnce(Switching.class, NOTHING);
    }

    /** Answered by a woven poll below a frame whose class enters monitors, so that the monitors are looked at. */
    @Benchmark
    @Operations(1)
    public long pollBesideMonitors(Preempted state) {
        return state.preemptOnce(SwitchingWithMonitors.class, NOTHING);
    }
}
