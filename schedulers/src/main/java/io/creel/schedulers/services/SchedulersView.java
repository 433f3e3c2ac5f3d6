package io.creel.schedulers.services;

import io.creel.core.Coroutine;
import io.creel.core.diagnostics.LiveViewPart;
import io.creel.schedulers.Worker;
import io.creel.schedulers.WorkerCounts;
import io.creel.schedulers.WorkerGroup;
import io.creel.schedulers.metrics.LatencySnapshot;
import io.creel.schedulers.metrics.LatencyHistogram;
import io.creel.schedulers.placement.Placement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The groups, workers and classes in a {@link io.creel.core.diagnostics.LiveView}. Made by
 * {@link java.util.ServiceLoader}.
 *
 * <p>
 * It carries out one order, {@code swap}, whose argument is a class in the form of {@link ServiceText}. Parts that the
 * text omits stay as they are.
 */
public final class SchedulersView implements LiveViewPart {
    /** Made by {@link java.util.ServiceLoader}. */
    public SchedulersView() {
    }

    @Override
    public Map<String, ?> describe() {
        List<Map<String, ?>> groups = new ArrayList<>();
        List<Map<String, ?>> workers = new ArrayList<>();
        for (WorkerGroup group : running()) {
            groups.add(describe(group));
            for (int i = 0; i < group.size(); i++) {
                workers.add(describe(group, group.worker(i)));
            }
        }
        List<Map<String, ?>> classes = new ArrayList<>();
        for (Services services : Services.served()) {
            services.classes().forEach(each -> classes.add(describe(services, each)));
        }
        for (Placement placement : Placement.served()) {
            classes.add(describe(placement));
        }
        classes.sort(Comparator.comparing(each -> String.valueOf(each.get("name"))));
        return Map.of("groups", groups, "workers", workers, "classes", classes);
    }

    private static List<WorkerGroup> running() {
        return WorkerGroup.running().stream().sorted(Comparator.comparing(WorkerGroup::name)).toList();
    }

    private static Map<String, ?> describe(WorkerGroup group) {
        WorkerCounts counts = group.counts();
        Map<String, Object> seen = new LinkedHashMap<>();
        seen.put("name", group.name());
        seen.put("workers", group.size());
        seen.put("created", counts.created());
        seen.put("resumed", counts.resumed());
        seen.put("completed", counts.completed());
        seen.put("failed", counts.failed());
        seen.put("cancelled", counts.cancelled());
        seen.put("outstanding", counts.outstanding());
        return seen;
    }

    private static Map<String, ?> describe(WorkerGroup group, Worker worker) {
        WorkerCounts counts = worker.counts();
        Coroutine running = worker.carrier().running();
        Map<String, @Nullable Object> seen = new LinkedHashMap<>();
        seen.put("name", worker.name());
        seen.put("group", group.name());
        seen.put("carrier", worker.carrier().name());
        seen.put("runs", running == null ? null : running.toString());
        seen.put("idleNs", worker.idleNs());
        seen.put("resumed", counts.resumed());
        seen.put("cycles", counts.cycles());
        seen.put("programFailures", counts.programFailures());
        seen.put("deaths", counts.deaths());
        return seen;
    }

    private static Map<String, ?> describe(Services services, ServiceClass each) {
        ServiceSpec spec = each.spec();
        Map<String, Object> seen = new LinkedHashMap<>();
        seen.put("name", services.name() + "." + spec.name());
        seen.put("where", spec.where());
        seen.put("when", spec.when());
        seen.put("share", spec.share());
        seen.put("sloNs", spec.sloNs());
        seen.put("waiting", each.waiting());
        seen.put("oldestNs", each.longestDelayNs());
        seen.put("refused", each.refused());
        seen.put("swaps", each.swaps());
        seen.put("swapping", each.isSwapping());
        seen.put("canSwap", true);
        seen.put("latencies", describe(each.latencies()));
        return seen;
    }

    private static Map<String, ?> describe(Placement placement) {
        long refused = 0;
        for (int queue = 0; queue < placement.queues(); queue++) {
            refused += placement.refused(queue);
        }
        LatencyHistogram recorder = placement.latencies();
        Map<String, @Nullable Object> seen = new LinkedHashMap<>();
        seen.put("name", placement.name());
        seen.put("where", placement.where().name());
        seen.put("when", placement.when(0).name());
        seen.put("waiting", placement.waiting());
        seen.put("oldestNs", placement.accounts() ? placement.longestDelayNs() : 0);
        seen.put("refused", refused);
        seen.put("canSwap", false);
        seen.put("latencies", recorder == null ? null : describe(recorder.snapshot()));
        return seen;
    }

    /** Describes latencies by pairs of the longest latency of a bucket, in nanoseconds, and its count. */
    private static List<?> describe(LatencySnapshot latencies) {
        List<List<Long>> buckets = new ArrayList<>();
        latencies.forEach((latencyNs, count) -> buckets.add(List.of(latencyNs, count)));
        return buckets;
    }

    @Override
    public @Nullable String order(String verb, String argument) {
        return verb.equals("swap") ? swap(argument) : null;
    }

    /** Swaps a class: {@code SERVICES.CLASS: where X, when Y}. */
    private static String swap(String argument) {
        int colon = argument.indexOf(':');
        String full = colon < 0 ? argument.strip() : argument.substring(0, colon).strip();
        List<String> known = new ArrayList<>();
        for (Services services : Services.served()) {
            for (ServiceClass each : services.classes()) {
                String name = services.name() + "." + each.spec().name();
                known.add(name);
                if (name.equals(full)) {
                    return swap(each, name, colon < 0 ? "" : argument.substring(colon + 1));
                }
            }
        }
        throw new IllegalArgumentException("unknown class: name=" + full + ", known=" + known);
    }

    private static String swap(ServiceClass each, String name, String parts) {
        ServiceSpec next = ServiceText.change(each.spec(), parts);
        if (next.equals(each.spec())) {
            return "nothing to swap: class=" + name + ", where=" + next.where() + ", when=" + next.when();
        }
        return each.swap(next)
                ? "swapped " + name + ": where " + next.where() + ", when " + next.when()
                : "swap refused, the previous one has not ended: class=" + name;
    }
}
