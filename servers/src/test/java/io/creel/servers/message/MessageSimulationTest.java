package io.creel.servers.message;

import static io.creel.servers.message.MessageRig.MS;
import static io.creel.servers.message.WorkProtocol.LONG;
import static io.creel.servers.message.WorkProtocol.SHORT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.schedulers.when.When;
import io.creel.schedulers.when.fifo.Fifo;
import io.creel.schedulers.when.priority.StrictPriority;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two classes over the same connections at a load of 0.7, sent when due, in virtual time: the whole server under each
 * policy, TCP included, and the same result at every run.
 */
class MessageSimulationTest {
    private static final int MESSAGES = 3_000;
    private static final int CONNECTIONS = 16;
    private static final int SHORT_NS = 10_000;
    private static final int LONG_NS = 1_000_000;
    private static final double LONG_SHARE = 0.01;
    private static final double LOAD = 0.7;

    /** Latencies from the time when a message was due, sorted. */
    private record Result(long[] shortNs, long[] longNs) {
        static long quantile(long[] sorted, double q) {
            return sorted[(int) Math.min(sorted.length - 1, Math.ceil(q * sorted.length))];
        }
    }

    private static Result run(Function<String, When> when, long seed) {
        try (MessageRig rig = new MessageRig(when, new MessageLimits(512, 2_000, 1_000))) {
            var random = new Random(seed);
            long[] dueNs = new long[MESSAGES];
            int[] classes = new int[MESSAGES];
            for (int i = 0; i < CONNECTIONS; i++) {
                rig.connect();
            }
            double meanNs = ((1 - LONG_SHARE) * SHORT_NS + LONG_SHARE * LONG_NS) / LOAD;
            double at = rig.nowNs();
            for (int i = 0; i < MESSAGES; i++) {
                at -= Math.log(1 - random.nextDouble()) * meanNs;
                dueNs[i] = (long) at;
                classes[i] = random.nextDouble() < LONG_SHARE ? LONG : SHORT;
            }
            int[] next = {0};
            rig.meanwhile = () -> {
                for (; next[0] < MESSAGES && dueNs[next[0]] <= rig.nowNs(); next[0]++) {
                    int i = next[0];
                    rig.clients.get(i % CONNECTIONS).ask(classes[i], classes[i] == LONG ? LONG_NS : SHORT_NS, i);
                }
            };
            while (next[0] < MESSAGES) {
                rig.skipTo(dueNs[next[0]]);
                rig.meanwhile.run();
                rig.settle();
            }
            rig.pass(100 * MS);
            long[][] latencies = {new long[MESSAGES], new long[MESSAGES]};
            int[] count = {0, 0};
            rig.clients.stream().flatMap(each -> each.answers.stream()).forEach(answer -> {
                int messageClass = answer.messageClass();
                latencies[messageClass][count[messageClass]++] = answer.atNs() - dueNs[(int) answer.id()];
            });
            assertEquals(MESSAGES, count[SHORT] + count[LONG], "each message has one answer");
            long[] shortNs = Arrays.copyOf(latencies[SHORT], count[SHORT]);
            long[] longNs = Arrays.copyOf(latencies[LONG], count[LONG]);
            Arrays.sort(shortNs);
            Arrays.sort(longNs);
            return new Result(shortNs, longNs);
        }
    }

    private static Result shortFirst(long seed) {
        return run(name -> new StrictPriority(name, WorkProtocol.CLASSES, Message::classOf,
                StrictPriority.DEFAULT_MAX_PASSED), seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void shouldServeShortMessagesBeforeLongOnes(long seed) {
        Result first = shortFirst(seed);
        Result fifo = run(Fifo::new, seed);
        long byClassNs = Result.quantile(first.shortNs, 0.999);
        long inOrderNs = Result.quantile(fifo.shortNs, 0.999);
        System.out.println("p99.9 of short messages in virtual time: by class " + byClassNs + " ns, in order "
                + inOrderNs + " ns; of long ones: by class " + Result.quantile(first.longNs, 0.999) + " ns, in order "
                + Result.quantile(fifo.longNs, 0.999) + " ns");
        assertTrue(inOrderNs > 20 * byClassNs, () -> "by class " + byClassNs + ", in order " + inOrderNs);
        assertTrue(Result.quantile(first.longNs, 0.5) < 3 * Result.quantile(fifo.longNs, 0.5), "long messages starve");
    }

    @Test
    void shouldBeTheSameAtEveryRun() {
        Result once = shortFirst(3);
        Result again = shortFirst(3);
        assertEquals(Arrays.toString(once.shortNs), Arrays.toString(again.shortNs));
        assertEquals(Arrays.toString(once.longNs), Arrays.toString(again.longNs));
    }
}
