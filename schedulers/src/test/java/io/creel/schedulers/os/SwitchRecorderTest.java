package io.creel.schedulers.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.creel.schedulers.latency.SwitchRecords;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each refusal of the kernel is one sentence, and what was opened before it is closed. */
class SwitchRecorderTest {
    private static final int ENOMEM = 12;
    private static final int ENODEV = 19;
    private static final int ENOSYS = 38;

    @TempDir
    Path root;

    /** A kernel that refuses. */
    private static final class Refusing extends PerfCalls {
        private final int[] openResults;
        private final long mapResult;
        private final List<Integer> closed = new ArrayList<>();
        private final List<Long> unmapped = new ArrayList<>();
        private String refusal;

        Refusing(long mapResult, int... openResults) {
            this.openResults = openResults;
            this.mapResult = mapResult;
        }

        @Override
        String refusal() {
            return refusal;
        }

        @Override
        int open(int cpu) {
            return openResults[cpu];
        }

        @Override
        long map(int event, long bytes) {
            return mapResult;
        }

        @Override
        void unmap(long address, long bytes) {
            unmapped.add(address);
        }

        @Override
        void close(int event) {
            closed.add(event);
        }
    }

    private String refusal(Refusing calls) throws IOException {
        FakeSystem files = new FakeSystem(root);
        files.put("/proc/sys/kernel/perf_event_paranoid", "3");
        try (SwitchRecorder recorder = new SwitchRecorder(calls, files, CpuSet.of(0, 1), 4096, () -> 0)) {
            assertNull(recorder.stop());
            return recorder.refusal();
        }
    }

    @Test
    void shouldSayWhatAnUnprivilegedUserLacks() throws IOException {
        assertEquals("EACCES: recording the context switches of a CPU needs root, CAP_PERFMON, or a perf_event_paranoid"
                + " of at most 0; here it is 3", refusal(new Refusing(1, -Refusals.EACCES)));
    }

    @Test
    void shouldSayThatNoDescriptorIsLeftAndCloseTheFirst() throws IOException {
        Refusing calls = new Refusing(1 << 20, 7, -Refusals.EMFILE);
        assertEquals("EMFILE: no descriptor is left; raise ulimit -n", refusal(calls));
        assertEquals(List.of(7), calls.closed);
        assertEquals(List.of(1L << 20), calls.unmapped);
    }

    @Test
    void shouldSayThatTheRingIsTooLarge() throws IOException {
        Refusing calls = new Refusing(-Refusals.EPERM, 7, 8);
        assertEquals("EPERM: the ring is above the limit in /proc/sys/kernel/perf_event_mlock_kb: ringBytes=4096",
                refusal(calls));
        assertEquals(List.of(7), calls.closed);
        assertEquals("ENOMEM: no memory for the ring: ringBytes=4096", refusal(new Refusing(-ENOMEM, 7)));
    }

    @Test
    void shouldNameACpuThatIsOffline() throws IOException {
        assertEquals("ENODEV: the CPU is offline: cpu=1", refusal(new Refusing(1 << 20, 7, -ENODEV)));
    }

    @Test
    void shouldSayThatTheKernelHasNoSuchRecords() throws IOException {
        assertEquals("errno 38: this kernel cannot record context switches", refusal(new Refusing(1, -ENOSYS)));
        Refusing calls = new Refusing(1);
        calls.refusal = "only Linux is supported: os.name=Mac OS X";
        assertEquals("only Linux is supported: os.name=Mac OS X", refusal(calls));
    }

    @Test
    void shouldRefuseARingThatIsNoPowerOfTwo() throws IOException {
        FakeSystem files = new FakeSystem(root);
        assertEquals("ring size is no power of two of at least a page: ringBytes=5000, pageBytes=4096",
                assertThrows(IllegalArgumentException.class,
                        () -> new SwitchRecorder(new Refusing(1), files, CpuSet.of(0), 5_000, () -> 0)).getMessage());
    }

    private static void put(MemorySegment ring, long at, int misc, int other, int tid, long timeNs) {
        ring.set(ValueLayout.JAVA_INT, at, SwitchRing.SWITCH);
        ring.set(ValueLayout.JAVA_SHORT, at + 4, (short) misc);
        ring.set(ValueLayout.JAVA_SHORT, at + 6, (short) SwitchRing.SWITCH_BYTES);
        ring.set(ValueLayout.JAVA_INT, at + 8, other);
        ring.set(ValueLayout.JAVA_INT, at + 12, other);
        ring.set(ValueLayout.JAVA_INT, at + 16, tid);
        ring.set(ValueLayout.JAVA_INT, at + 20, tid);
        ring.set(ValueLayout.JAVA_LONG, at + 24, timeNs);
    }

    private static SwitchRecords read(MemorySegment ring, long head, long dropped) {
        SwitchRecords.RecordsBuilder records = new SwitchRecords.RecordsBuilder(100);
        SwitchRing.read(0, ring, head, dropped, records);
        return records.build(1_000, Map.of());
    }

    @Test
    void shouldReadTheBytesOfTheKernel() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ring = arena.allocate(4096, 8);
            put(ring, 0, SwitchRing.OUT | SwitchRing.PREEMPTED, 20, 10, 200);
            put(ring, 32, 0, 10, 20, 201);
            put(ring, 64, SwitchRing.OUT, 0, 20, 300);
            put(ring, 96, 0, 0, 10, 400);
            ring.set(ValueLayout.JAVA_INT, 128, SwitchRing.COMM);
            ring.set(ValueLayout.JAVA_SHORT, 134, (short) 40);
            ring.set(ValueLayout.JAVA_INT, 140, 20);
            ring.setString(144, "javac");
            SwitchRecords records = read(ring, 168, 0);
            assertEquals("javac", records.name(20));
            assertEquals(0, records.lost());
            assertEquals("[100..200, 400..1000]", records.onCore(10).toString());
            assertEquals("[200..300]", records.stops(10, 10).foreign().toString());
        }
    }

    /** No ring is silently too small. */
    @Test
    void shouldCountWhatAFullRingDrops() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ring = arena.allocate(4096, 8);
            for (int at = 0, tid = 10; at < 4096; at += 32, tid = 30 - tid) {
                put(ring, at, SwitchRing.OUT, 30 - tid, tid, 200 + at);
            }
            assertEquals(1, read(ring, 4096 - 64, 0).lost(), "the kernel does not tell how many");
            assertEquals(17, read(ring, 4096 - 64, 17).lost());
            assertEquals(0, read(ring, 1024, 0).lost());
        }
    }

    @Test
    void shouldCountBytesThatAreNoRecord() {
        try (Arena arena = Arena.ofConfined()) {
            assertEquals(1, read(arena.allocate(4096, 8), 64, 0).lost());
        }
    }
}
