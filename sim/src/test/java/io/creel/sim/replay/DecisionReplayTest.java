package io.creel.sim.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.schedulers.policy.PolicyAxis;
import io.creel.core.Coroutine;
import io.creel.schedulers.WorkerGroup;
import io.creel.schedulers.placement.Placement;
import io.creel.schedulers.placement.PlacementBuilder;
import io.creel.schedulers.placement.PlacementProgram;
import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.policy.Policies;
import io.creel.schedulers.where.Where;
import io.creel.sim.replay.DecisionLog.Difference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Decisions of policies on real workers, asked again from the record alone. */
@Timeout(120)
class DecisionReplayTest {
    private static final int WORKERS = 2;
    private static final int TYPES = 3;
    private static final int REQUESTS = 3_000;

    static Set<String> wheres() {
        return Policies.names(PolicyAxis.WHERE);
    }

    private static int number(Coroutine handle) {
        return (Integer) handle.argument();
    }

    private static PolicyContext context() {
        return PolicyContext.of(new SplittableRandom(7), System::nanoTime)
                .withTypes(TYPES, handle -> number(handle) % TYPES)
                .withFlow(handle -> number(handle) % 17).withBytes(handle -> 100 + number(handle) % 1_000)
                .withDeadline(handle -> 1_000L * number(handle));
    }

    private static DecisionLog record(String policy, int capacity) {
        DecisionRecorder recorder = new DecisionRecorder(policy, WORKERS, context(), capacity);
        serve(builder -> builder.where(recorder.where()));
        return recorder.log();
    }

    /** Serves requests that place each other, and some of which are preempted, on two workers. */
    private static void serve(UnaryOperator<PlacementBuilder> policies) {
        Placement placement = policies.apply(Placement.builder("recorded", WORKERS, System::nanoTime)
                .types(TYPES, handle -> number(handle) % TYPES)).build();
        AtomicInteger served = new AtomicInteger();
        try (WorkerGroup group = new WorkerGroup("worker", WORKERS)) {
            placement.onWake(worker -> group.worker(worker).wake());
            group.startEach(index -> new PlacementProgram(placement, index, 8, System::nanoTime));
            for (int i = 0; i < REQUESTS; i++) {
                Coroutine handle = Coroutine.create((Integer number) -> {
                    Coroutine.transfer(placement); // placed once more, by its worker
                    for (long endNs = System.nanoTime() + number % 7 * 5_000; System.nanoTime() < endNs;) {
                        Coroutine.checkpoint();
                    }
                    served.incrementAndGet();
                }, i);
                while (!placement.place(handle, Where.NONE)) {
                    Thread.onSpinWait();
                }
            }
            while (served.get() < REQUESTS) {
                Thread.onSpinWait();
            }
        }
    }

    static Set<String> whens() {
        return Policies.names(PolicyAxis.WHEN);
    }

    static Set<String> scalings() {
        return Policies.names(PolicyAxis.SCALING);
    }

    private static void check(DecisionLog log, int least) {
        assertTrue(log.decisions() > least, () -> log.decisions() + " decisions");
        assertEquals(Optional.empty(), log.replay());
        DecisionLog read = DecisionLog.parse(log.text());
        assertEquals(log.text(), read.text());
        assertEquals(Optional.empty(), read.replay());
    }

    private static DecisionLog recordWhen(String policy) {
        WhenRecorder recorder = new WhenRecorder(policy, "recorded-0", context(), 1 << 23);
        serve(builder -> builder.when(queue -> recorder.when()).timed());
        return recorder.log();
    }

    @ParameterizedTest
    @MethodSource("whens")
    void shouldPickTheSameWhenAskedAgain(String policy) {
        DecisionLog log = recordWhen(policy);
        check(log, 2 * REQUESTS);
        long in = log.text().lines().filter(line -> line.matches("(enter|suspended) .* = 1.*")).count();
        long picked = log.text().split("\\| picked ", -1).length - 1;
        assertTrue(log.missed() == 0 ? in == picked : in >= picked,
                () -> in + " came in, " + picked + " were picked, " + log.missed() + " missed");
    }

    /** A worker takes its own queue and steals from another one, so that handles are merged by age. */
    @ParameterizedTest
    @MethodSource("whens")
    void shouldPickTheSameWhenItsQueueWasMergedInto(String policy) {
        List<WhenRecorder> recorders = new ArrayList<>();
        serve(builder -> builder.where(Policies.where("stealing", context())).when(queue -> {
            recorders.add(new WhenRecorder(policy, queue, context(), 1 << 23));
            return recorders.getLast().when();
        }).timed());
        for (WhenRecorder recorder : recorders) {
            check(recorder.log(), 10);
        }
    }

    @ParameterizedTest
    @MethodSource("scalings")
    void shouldScaleTheSameWhenAskedAgain(String policy) {
        ScalingRecorder recorder = new ScalingRecorder(policy, WORKERS, context(), 1 << 23);
        serve(builder -> builder.scaling(recorder.scaling()));
        check(recorder.log(), 0);
    }

    @Test
    void shouldFindADifferenceWhenTheOrderIsChangedOrAnother() {
        DecisionLog log = recordWhen("fifo");
        String text = log.text();
        Difference changed = DecisionLog.parse(text.replaceFirst("picked (\\d+) 17\\b", "picked $1 18")).replay()
                .orElseThrow();
        assertEquals("entry 18 picked", changed.recorded());
        assertEquals("entry 17", changed.replayed());
        assertTrue(log.replay("lifo-slot").isPresent());
        assertTrue(text.startsWith("when:fifo workers=1 types=3 decisions="), text.substring(0, 60));
        assertEquals(
                "unknown when: name=jbsq, hint=jbsq is a where policy, write jbsq/fifo, known="
                        + Policies.names(PolicyAxis.WHEN),
                assertThrows(IllegalArgumentException.class, () -> log.replay("jbsq")).getMessage());
    }

    @ParameterizedTest
    @MethodSource("wheres")
    void shouldDecideTheSameWhenAskedAgain(String policy) {
        check(record(policy, 1 << 24), 2 * REQUESTS);
    }

    /** The canaries: one answer, one number that was seen, another policy. */
    @Test
    void shouldFindADifferenceWhenTheRecordIsChangedOrThePolicyIsAnother() {
        DecisionLog log = record("jbsq(2)", 1 << 22);
        String text = log.text();
        String answer = text.replaceFirst("(?m)^next 1 = -?\\d+", "next 1 = 77");
        Difference changed = DecisionLog.parse(answer).replay().orElseThrow();
        assertEquals("next = 77", changed.recorded());
        assertTrue(expanded(answer).get((int) changed.decision() - 1).startsWith("next 1 = 77"), changed::toString);
        String seen = text.replaceFirst("(?m)^(place .*length 0) 0", "$1 5");
        assertTrue(DecisionLog.parse(seen).replay().isPresent());
        Difference other = log.replay("round-robin").orElseThrow();
        assertTrue(other.toString().matches("decision \\d+: recorded .*, replayed .*"), other::toString);
    }

    @Test
    void shouldGoOnAndCountMissedDecisionsWhenTheRecordIsFull() {
        DecisionLog log = record("stealing", 3_000);
        assertTrue(log.missed() > 0);
        assertTrue(log.decisions() > 100, () -> log.decisions() + " decisions");
        assertEquals(Optional.empty(), log.replay(), "whole decisions only");
    }

    /** The lines of a record without its first, repeated ones as often as they were taken. */
    private static List<String> expanded(String text) {
        List<String> all = new ArrayList<>();
        List<String> written = new ArrayList<>();
        for (String line : text.lines().skip(1).toList()) {
            if (line.startsWith("again ")) {
                String[] words = line.split(" ");
                for (int i = 0; i < Integer.parseInt(words[2]); i++) {
                    all.addAll(written.subList(written.size() - Integer.parseInt(words[1]), written.size()));
                }
            } else {
                written.add(line);
                all.add(line);
            }
        }
        return all;
    }

    /**
     * Random decisions of a few kinds, in random loops, into records of random room: the record expands to exactly the
     * decisions taken.
     */
    @Test
    void shouldWriteRepeatedDecisionsOnce() {
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 300; round++) {
            RecordWriter tape = new RecordWriter(PolicyAxis.WHERE, "jbsq", 1, context(), 20 + random.nextInt(4_000));
            List<String> taken = new ArrayList<>();
            while (taken.size() < 1_000) {
                int period = 1 + random.nextInt(20);
                int times = 1 + random.nextInt(12);
                int kinds = 1 + random.nextInt(5);
                long seed = random.nextLong();
                for (int time = 0; time < times; time++) {
                    SplittableRandom same = new SplittableRandom(seed);
                    for (int i = 0; i < period; i++) {
                        take(tape, same.nextInt(kinds), same.nextInt(2), taken);
                    }
                }
            }
            DecisionLog log = tape.log();
            String text = log.text();
            assertEquals(taken.size(), log.decisions() + log.missed());
            assertEquals(taken.subList(0, (int) log.decisions()), expanded(text), text);
            assertEquals(text, DecisionLog.parse(text).text());
        }
    }

    private static void take(RecordWriter tape, int kind, int answer, List<String> taken) {
        synchronized (tape) {
            int begun = tape.begin(PolicyQuestion.NEXT, kind, 0, 0, 0);
            for (int i = 0; i < kind; i++) {
                tape.note(PolicyObservation.LENGTH, i, answer);
            }
            tape.end(begun, answer);
        }
        StringBuilder line = new StringBuilder("next " + kind + " = " + answer);
        for (int i = 0; i < kind; i++) {
            line.append(" | length ").append(i).append(' ').append(answer);
        }
        taken.add(line.toString());
    }

    @Test
    void shouldTakeNoMoreRoomForWorkersThatFindNothing() {
        DecisionRecorder recorder = new DecisionRecorder("jbsq(2)", 2, context(), 1_000);
        Where idle = recorder.where();
        Placement.builder("idle", 2, System::nanoTime).where(idle).build(); // attached, and nothing comes
        for (int i = 0; i < 100_000; i++) {
            assertEquals(Where.NONE, idle.next(0));
            assertEquals(Where.NONE, idle.next(1));
        }
        DecisionLog log = recorder.log();
        assertEquals(0, log.missed());
        assertTrue(log.decisions() > 200_000, () -> log.decisions() + " decisions");
        assertTrue(log.text().endsWith("\nagain 2 99999\n"), log::text);
        assertEquals(Optional.empty(), log.replay());
        assertTrue(log.replay("round-robin").isPresent());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                                            jbsq workers=-1 types=1 decisions=0 missed=0 | decisions cannot be read: line=1, expected=workers from 1 to 65536, types from 1 to 1024, decisions and missed from 0
                                            jbsq workers=99999999999 types=1 decisions=0 missed=0 | decisions cannot be read: line=1, expected=workers from 1 to 65536, types from 1 to 1024, decisions and missed from 0
                                            jbsq workers=2 types=0 decisions=0 missed=0 | decisions cannot be read: line=1, expected=workers from 1 to 65536, types from 1 to 1024, decisions and missed from 0
                                            jbsq workers=2 types=1 decisions=0 missed=-1 | decisions cannot be read: line=1, expected=workers from 1 to 65536, types from 1 to 1024, decisions and missed from 0
                                            nothing | decisions cannot be read: line=1, expected=a policy, workers=N types=N decisions=N missed=N
                                            jbsq workers=2 types=1 decisions=1 missed=x | decisions cannot be read: line=1, text=x, expected=a number
                                            jbsq workers=2 types=1 decisions=1 missed=0 | decisions cannot be read: line=1, expected=1 decisions, as the first line states
                                            jbsq workers=2 types=1 decisions=1 missed=0;plaice 1 = 0 | decisions cannot be read: line=2, expected=[attach, place, refused, next, at-most, joins, waits, wake, wake-after, rebalance, began, ran, enter, suspended, take, stolen, merge, preempts, account, charge, quantum-ns, oldest-ready-ns, scale, refill]
                                            jbsq workers=2 types=1 decisions=1 missed=0;place = 0 | decisions cannot be read: line=2, expected=place, 1 numbers, = and an answer
                                            jbsq workers=2 types=1 decisions=1 missed=0;place 1 = 0 @ length 1 | decisions cannot be read: line=2, expected=a signal, its number and a value
                                            jbsq workers=2 types=1 decisions=1 missed=0;again 1 5 | decisions cannot be read: line=2, expected=again, a number of decisions above from 1 to 16, and a repeat count, together no more decisions than the first line states
                                            jbsq workers=2 types=1 decisions=6 missed=0;next 1 = 0;again 1 9223372036854775807 | decisions cannot be read: line=3, expected=again, a number of decisions above from 1 to 16, and a repeat count, together no more decisions than the first line states
                                            jbsq workers=2 types=1 decisions=6 missed=0;next 1 = 0;again 2 5 | decisions cannot be read: line=3, expected=again, a number of decisions above from 1 to 16, and a repeat count, together no more decisions than the first line states
                                            """)
    void shouldSayWhichLineCannotBeRead(String text, String message) {
        assertEquals(message, assertThrows(IllegalArgumentException.class,
                () -> DecisionLog.parse(text.replace(';', '\n').replace('@', '|'))).getMessage());
    }

    @Test
    void shouldNameTheDecisionWhenItsNumbersAreOutOfRange() {
        DecisionLog log = DecisionLog.parse("fractions workers=2 types=1 decisions=2 missed=0\nattach = 0\n"
                + "next 999 = 0 | active 0 1000\n");
        String message = assertThrows(IllegalArgumentException.class, log::replay).getMessage();
        assertTrue(message.startsWith("decisions cannot be replayed, a number is out of range: decision=2, asked=next,"
                + " numbers=[999], error="), message);
    }

    @Test
    void shouldRefuseToReplayAWhereThatWasNeverAttached() {
        DecisionLog log = DecisionLog.parse("jbsq workers=2 types=1 decisions=1 missed=0\nplace 1 = 0\n");
        assertEquals(
                "decisions cannot be replayed: decision=1, asked=place, expected=attach, with which the decisions of a"
                        + " where begin",
                assertThrows(IllegalArgumentException.class, log::replay).getMessage());
    }

    @Test
    void shouldRefuseARecordWithoutRoomAndAnUnknownPolicy() {
        PolicyContext context = PolicyContext.of(new SplittableRandom(1), System::nanoTime);
        assertEquals("record capacity out of bounds: policy=jbsq, capacity=0, least=1, most=268435456",
                assertThrows(IllegalArgumentException.class,
                        () -> new DecisionRecorder("jbsq", 1, context, 0)).getMessage());
        assertThrows(IllegalArgumentException.class,
                () -> new DecisionRecorder("jbsk", 1, context, 10));
    }
}
