package io.creel.schedulers.os;

import io.creel.schedulers.latency.SwitchRecords;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Records which thread has which core, exactly, with root: the kernel writes every context switch of some CPUs to
 * memory, which is read after the run. Without root it records nothing and says why; use {@link ThreadAccount} then.
 *
 * <p>
 * Open it before the warm-up ends: opening stops each CPU for about 10 ms. A switch takes 64 B. A ring that is full
 * drops records, which makes the run void, see {@link SwitchRecords#lost()}. The thread that opens it also stops it.
 */
public final class SwitchRecorder implements AutoCloseable {
    /** How much memory each CPU has for its switches, if nothing else is said: a million. */
    public static final long DEFAULT_RING_BYTES = 1L << 26;
    private static final int PAGE_BYTES = 4096;
    private static final long HEAD = 1024;

    private final PerfCalls calls;
    private final SystemFiles files;
    private final LinuxThreadCalls threads = new LinuxThreadCalls();
    private final long ringBytes;
    private final LongSupplier nanoClock;
    private final List<Ring> rings = new ArrayList<>();
    private final Map<Integer, String> names = new HashMap<>();
    private @Nullable String refusal;
    private long beginNs;

    private record Ring(int cpu, int event, long address) {
    }

    SwitchRecorder(PerfCalls calls, SystemFiles files, CpuSet cpus, long ringBytes, LongSupplier nanoClock) {
        if (Long.bitCount(ringBytes) != 1 || ringBytes < PAGE_BYTES) {
            throw new IllegalArgumentException("ring size is no power of two of at least a page: ringBytes="
                    + ringBytes + ", pageBytes=" + PAGE_BYTES);
        }
        this.calls = calls;
        this.files = files;
        this.ringBytes = ringBytes;
        this.nanoClock = nanoClock;
        refusal = calls.refusal();
        for (int cpu : cpus.numbers()) {
            if (refusal == null) {
                refusal = open(cpu);
            }
        }
        if (refusal == null) {
            beginNs = nanoClock.getAsLong();
            names.putAll(KernelThreads.all(files));
            visit();
        } else {
            close();
        }
    }

    /**
     * {@return a recorder that records from now on; never fails, see {@link #refusal()}}
     *
     * @param cpus
     *            the CPUs
     * @param ringBytes
     *            the memory of each, a power of two of at least 4096; {@link #DEFAULT_RING_BYTES} is enough for a
     *            million switches
     * @param nanoClock
     *            {@code System::nanoTime}, which is the clock of the records
     */
    public static SwitchRecorder open(CpuSet cpus, long ringBytes, LongSupplier nanoClock) {
        return new SwitchRecorder(new PerfCalls(), SystemFiles.REAL, cpus, ringBytes, nanoClock);
    }

    private @Nullable String open(int cpu) {
        int event = calls.open(cpu);
        if (event < 0) {
            return Refusals.perf(-event, cpu, files);
        }
        long address = calls.map(event, PAGE_BYTES + ringBytes);
        if (address < 0 && address > -PAGE_BYTES) {
            calls.close(event);
            return Refusals.ring((int) -address, ringBytes);
        }
        rings.add(new Ring(cpu, event, address));
        return null;
    }

    /**
     * Makes a switch on each CPU, because a thread that has its core during the whole run would appear in no record.
     */
    private void visit() {
        CpuSet before = threads.affinity(0);
        for (Ring ring : rings) {
            threads.setAffinity(0, CpuSet.of(ring.cpu));
        }
        threads.setAffinity(0, before);
    }

    /** {@return why nothing is recorded, as a sentence; {@code null} if switches are recorded} */
    public @Nullable String refusal() {
        return refusal;
    }

    /**
     * Ends the recording and reads it.
     *
     * @return the switches; {@code null} if there is a refusal, or if it was stopped before
     */
    public @Nullable SwitchRecords stop() {
        if (rings.isEmpty()) {
            return null;
        }
        visit();
        names.putAll(KernelThreads.all(files));
        long endNs = nanoClock.getAsLong();
        SwitchRecords.RecordsBuilder records = new SwitchRecords.RecordsBuilder(beginNs);
        for (Ring ring : rings) {
            long dropped = calls.stop(ring.event);
            MemorySegment memory = calls.memory(ring.address, PAGE_BYTES + ringBytes);
            long head = memory.get(ValueLayout.JAVA_LONG, HEAD);
            SwitchRing.read(ring.cpu, memory.asSlice(PAGE_BYTES), head, dropped, records);
        }
        close();
        return records.build(endNs, names);
    }

    @Override
    public void close() {
        for (Ring ring : rings) {
            calls.unmap(ring.address, PAGE_BYTES + ringBytes);
            calls.close(ring.event);
        }
        rings.clear();
    }
}
