package io.creel.jmh.poll;

import io.creel.agent.poll.PollPackages;
import io.creel.agent.poll.PollingLoader;
import io.creel.jmh.Operations;
import io.creel.jmh.polled.Loops;
import java.util.List;
import java.util.function.LongSupplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Measures one step of a loop without polls, and with polls that find nothing. */
public class PollBenchmark {
    /** The loop as it was compiled. */
    public static final String BASELINE = "plain";

    /** Names the loop. */
    @State(Scope.Thread)
    public static class Loop {
        /** See {@link Loops}. */
        @Param({"packetHash", "listWalk", "vectorMix", "leafCalls", "calls"})
        public String loop;
        private LongSupplier made;

        final LongSupplier plain() {
            return made == null ? made = new Loops(loop) : made;
        }

        final LongSupplier byHand() {
            return made == null ? made = new HandPolledLoops(loop) : made;
        }

        final LongSupplier woven() {
            return made == null ? made = weave(loop) : made;
        }
    }

    private static LongSupplier weave(String loop) {
        PollingLoader loader = new PollingLoader(PollBenchmark.class.getClassLoader(),
                PollPackages.of(List.of("io.creel.jmh.polled")));
        try {
            return (LongSupplier) loader.loadClass(Loops.class.getName()).getConstructor(String.class)
                    .newInstance(loop);
        } catch (ReflectiveOperationException missing) {
            throw new IllegalStateException(missing);
        }
    }

    /** No polls. */
    @Benchmark
    @Operations(Loops.STEPS)
    public long plain(Loop state) {
        return state.plain().getAsLong();
    }

    /** Woven. */
    @Benchmark
    @Operations(Loops.STEPS)
    public long woven(Loop state) {
        return state.woven().getAsLong();
    }

    /** A poll in each step, also of counted loops; only {@code packetHash} and {@code vectorMix}. */
    @Benchmark
    @Operations(Loops.STEPS)
    public long eachStep(Loop state) {
        return state.byHand().getAsLong();
    }
}
