package io.creel.schedulers.os;

import io.creel.schedulers.latency.CauseTimeline;
import io.creel.schedulers.latency.LatencySplit;
import io.creel.schedulers.latency.RequestTimes;
import io.creel.schedulers.latency.SplitReport;
import io.creel.schedulers.latency.SwitchRecords;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One run whose requests are split: opens the better instrument that this user may use, and says which. The thread that
 * opens it finishes it, after the run.
 */
public final class SplitRun implements AutoCloseable {
    private static final int NAMED_HOLDERS = 5;

    private final LongSupplier nanoClock;
    private final SwitchRecorder recorder;
    private @Nullable SwitchRecords records;
    private long endNs;

    /** Adds each request of a run. */
    public interface Requests {
        /**
         * Adds all requests.
         *
         * @param times
         *            what the workers have served
         * @param to
         *            takes them
         */
        void addTo(RequestTimes times, LatencySplit to);
    }

    /**
     * The split of a run.
     *
     * @param split
     *            its requests
     * @param text
     *            the table in Markdown, the instrument, the tasks that had a worker's core, and why the run is void if it
     *            is
     * @param isVoid
     *            whether more than 5 % of the time went to others, or a record was lost
     */
    public record SplitResult(LatencySplit split, String text, boolean isVoid) {
    }

    /**
     * Opens the instrument. Do it before the warm-up ends.
     *
     * @param cpus
     *            the CPUs of the workers
     * @param nanoClock
     *            {@code System::nanoTime}
     */
    public SplitRun(CpuSet cpus, LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        recorder = SwitchRecorder.open(cpus, SwitchRecorder.DEFAULT_RING_BYTES, nanoClock);
    }

    /** {@return the switches, once the run has ended; {@code null} if they are refused} The first call ends it. */
    public @Nullable SwitchRecords records() {
        if (endNs == 0) {
            records = recorder.stop();
            endNs = nanoClock.getAsLong();
        }
        return records;
    }

    /** {@return why the switches are refused, as a sentence; {@code null} if they are recorded} */
    public @Nullable String refusal() {
        return recorder.refusal();
    }

    /**
     * Ends the run and splits its requests.
     *
     * @param watches
     *            a watch per worker
     * @param count
     *            one more than the largest number of a request
     * @param fromNs
     *            the begin of the measurement, after the warm-up
     * @param toNs
     *            its end
     * @param requests
     *            adds the requests
     * @return the split
     */
    public SplitResult finish(List<ServingWatch> watches, int count, long fromNs, long toNs, Requests requests) {
        SwitchRecords exact = records();
        List<CauseTimeline> timelines = new ArrayList<>();
        double others = 0;
        long lost = exact == null ? 0 : exact.lost();
        for (ServingWatch watch : watches) {
            CauseTimeline timeline = watch.timeline(exact, fromNs, toNs);
            timelines.add(timeline);
            others = Math.max(others, timeline.shareOfOthers(fromNs, toNs));
            lost += watch.log().lost();
        }
        LatencySplit split = new LatencySplit(count);
        requests.addTo(new RequestTimes(count, watches.stream().map(ServingWatch::log).toList(), timelines), split);
        boolean isVoid = lost > 0 || others > SplitReport.MAX_OTHERS;
        StringBuilder text = new StringBuilder(new SplitReport(split).markdown());
        text.append(instrument(watches)).append('\n');
        if (exact != null) {
            text.append(holders(exact, watches));
        }
        text.append(String.format(Locale.ROOT, "not this program's: %.1f %% of the worker's time%s%n", 100 * others,
                isVoid
                        ? "; VOID: more than " + Math.round(100 * SplitReport.MAX_OTHERS) + " %, or records lost: lost="
                                + lost
                        : ""));
        return new SplitResult(split, text.toString(), isVoid);
    }

    private String instrument(List<ServingWatch> watches) {
        if (refusal() == null) {
            return "instrument: context switches of the kernel, exact";
        }
        String account = watches.isEmpty() ? null : watches.getFirst().refusal();
        return "instrument: " + (account == null
                ? "the threads' own account, in which a foreign task is run delay; "
                : "none, every stop shows as inside; " + account + "; ") + refusal();
    }

    /** Names the threads that had a worker's core the longest while the worker was off it. */
    private static String holders(SwitchRecords records, List<ServingWatch> watches) {
        Map<String, Long> byName = new HashMap<>();
        for (ServingWatch watch : watches) {
            records.stops(watch.tid(), KernelThreads.process()).holders()
                    .forEach((tid, ns) -> byName.merge(records.name(tid), ns, Long::sum));
        }
        StringBuilder text = new StringBuilder("on the worker's core: ");
        byName.entrySet().stream().sorted(Map.Entry.comparingByValue(Comparator.reverseOrder())).limit(NAMED_HOLDERS)
                .forEach(each -> text.append(String.format(Locale.ROOT, "%s %.1f ms, ", each.getKey(),
                        each.getValue() / 1e6)));
        return byName.isEmpty() ? "" : text.substring(0, text.length() - 2) + "\n";
    }

    @Override
    public void close() {
        recorder.close();
    }
}
