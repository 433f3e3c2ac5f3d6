package io.creel.cli.top;

import static io.creel.cli.top.ViewSample.number;
import static io.creel.cli.top.ViewSample.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a program did between two samples: rates, occupancy and percentiles. A rate of an object that the first sample
 * does not know counts from zero.
 */
final class Interval {
    final ViewSample before;
    final ViewSample now;
    private final double seconds;

    /** Compares two samples; {@code before} may be the same as {@code now}, all rates are 0 then. */
    Interval(ViewSample before, ViewSample now) {
        this.before = before;
        this.now = now;
        seconds = Math.max(1, now.takenNs() - before.takenNs()) / 1e9;
    }

    long lengthNs() {
        return now.takenNs() - before.takenNs();
    }

    /**
     * A worker.
     *
     * @param busyPercent
     *            the share of the interval in which it found work; NaN if the interval has no length
     * @param runs
     *            the coroutine that runs there, or {@code null}
     */
    record WorkerRow(String name, String group, double busyPercent, double resumedPerSecond, String runs) {
    }

    /** A group of workers. */
    record GroupRow(String name, long workers, double createdPerSecond, double resumedPerSecond, long outstanding,
            long failed) {
    }

    /**
     * A class of service or a placement.
     *
     * @param latencies
     *            those of the interval; {@code null} if none are recorded
     */
    record ClassRow(String name, String where, String when, boolean canSwap, boolean swapping, long waiting,
            long oldestNs, double refusedPerSecond, long refused, double perSecond, Buckets latencies) {
    }

    /** A NIC; rates per second. */
    record NicRow(String name, double rxPackets, double rxBits, double txPackets, double txBits, double lostPackets,
            long lost, String fault, Map<String, Object> counters) {
    }

    /** Stashes of one name. */
    record StashRow(String name, long stashes, long size, long growth) {
    }

    /** A carrier that belongs to no worker of a group. */
    record CarrierRow(String name, String thread, double resumedPerSecond, String runs) {
    }

    List<WorkerRow> workers() {
        Map<String, Map<String, Object>> earlier = before.byName("workers");
        List<WorkerRow> rows = new ArrayList<>();
        for (Map<String, Object> each : now.section("workers")) {
            Map<String, Object> old = earlier.get(text(each, "name"));
            double idle = old == null ? 0 : (number(each, "idleNs") - number(old, "idleNs")) / (seconds * 1e9);
            rows.add(new WorkerRow(text(each, "name"), text(each, "group"),
                    lengthNs() <= 0 ? Double.NaN : 100 * Math.clamp(1 - idle, 0, 1),
                    rate(each, old, "resumed"), text(each, "runs")));
        }
        return rows;
    }

    List<GroupRow> groups() {
        Map<String, Map<String, Object>> earlier = before.byName("groups");
        return now.section("groups").stream().map(each -> {
            Map<String, Object> old = earlier.get(text(each, "name"));
            return new GroupRow(text(each, "name"), number(each, "workers"), rate(each, old, "created"),
                    rate(each, old, "resumed"), number(each, "outstanding"), number(each, "failed"));
        }).toList();
    }

    List<ClassRow> classes() {
        Map<String, Map<String, Object>> earlier = before.byName("classes");
        return now.section("classes").stream().map(each -> {
            Map<String, Object> old = earlier.get(text(each, "name"));
            Buckets latencies = Buckets.between(each.get("latencies"), old == null ? null : old.get("latencies"));
            return new ClassRow(text(each, "name"), text(each, "where"), text(each, "when"),
                    Boolean.TRUE.equals(each.get("canSwap")), Boolean.TRUE.equals(each.get("swapping")),
                    number(each, "waiting"), number(each, "oldestNs"), rate(each, old, "refused"),
                    number(each, "refused"), latencies == null ? 0 : latencies.count() / seconds, latencies);
        }).toList();
    }

    List<NicRow> nics() {
        Map<String, Map<String, Object>> earlier = before.byName("nics");
        return now.section("nics").stream().map(each -> {
            Map<String, Object> old = earlier.get(text(each, "name"));
            Map<String, Object> counters = counters(each);
            Map<String, Object> past = old == null ? Map.of() : counters(old);
            return new NicRow(text(each, "name"), rate(counters, past, "RX_PACKETS"),
                    8 * rate(counters, past, "RX_BYTES"), rate(counters, past, "TX_PACKETS"),
                    8 * rate(counters, past, "TX_BYTES"), rate(each, old, "lost"), number(each, "lost"),
                    text(each, "fault"), counters);
        }).toList();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> counters(Map<String, Object> nic) {
        return nic.get("counters") instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    /** Returns the stashes that hold handles, the fullest first. */
    List<StashRow> stashes() {
        Map<String, Map<String, Object>> earlier = before.byName("stashes");
        return now.section("stashes").stream().map(each -> {
            Map<String, Object> old = earlier.get(text(each, "name"));
            return new StashRow(text(each, "name"), number(each, "stashes"), number(each, "size"),
                    number(each, "size") - (old == null ? 0 : number(old, "size")));
        }).sorted(Comparator.comparingLong(row -> -row.size())).toList();
    }

    List<CarrierRow> carriers() {
        Set<String> ofWorkers = now.section("workers").stream().map(each -> text(each, "carrier"))
                .collect(Collectors.toSet());
        Map<String, Map<String, Object>> earlier = before.byName("carriers");
        return now.section("carriers").stream().filter(each -> !ofWorkers.contains(text(each, "name")))
                .map(each -> new CarrierRow(text(each, "name"), text(each, "thread"),
                        rate(each, earlier.get(text(each, "name")), "resumed"), text(each, "runs")))
                .toList();
    }

    private double rate(Map<String, Object> each, Map<String, Object> old, String field) {
        if (lengthNs() <= 0) {
            return 0;
        }
        return Math.max(0, number(each, field) - (old == null ? 0 : number(old, field))) / seconds;
    }
}
