package io.creel.core.diagnostics;

import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.core.internal.KernelAccess;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * The counters of a running program in one JSON object: open carriers with what they run, open stashes with their
 * sizes, and the sections that the modules on the path add, such as worker groups, classes of service and NICs. {@code
 * creel top} shows it.
 *
 * <p>
 * A view is taken on demand. A program that no view is taken of pays nothing but the counters that it keeps anyway: no
 * thread, no port, no lock. The values of one view belong to no single moment. Any thread may take one; it does not
 * stop workers.
 */
public final class LiveView {
    /** The largest number of stashes in a view: the fullest. The others are counted in {@code stashesLeftOut}. */
    public static final int MAX_STASHES = 100;
    /** The largest number of carriers in a view. The others are counted in {@code carriersLeftOut}. */
    public static final int MAX_CARRIERS = 1_000;

    private static final KernelAccess KERNEL = KernelAccess.get();

    private LiveView() {
    }

    /**
     * Takes a view.
     *
     * @return one JSON object in one line. Fields are added, not renamed; names end with their unit
     */
    public static String toJson() {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("takenAtMs", System.currentTimeMillis());
        view.put("takenNs", System.nanoTime());
        view.put("pid", ProcessHandle.current().pid());
        view.put("processors", Runtime.getRuntime().availableProcessors());
        addCarriers(view);
        addStashes(view);
        for (LiveViewPart part : parts()) {
            view.putAll(part.describe());
        }
        return Json.of(view);
    }

    /**
     * Carries out an order of an operator, see {@link LiveViewPart#order}.
     *
     * @param verb
     *            what to do
     * @param argument
     *            to what; may be empty
     * @return a sentence that says what has happened, or why nothing has
     */
    public static String order(String verb, String argument) {
        for (LiveViewPart part : parts()) {
            try {
                String done = part.order(verb, argument);
                if (done != null) {
                    return done;
                }
            } catch (IllegalArgumentException | IllegalStateException refused) {
                return String.valueOf(refused.getMessage());
            }
        }
        return "unknown order: verb=" + verb;
    }

    private static List<LiveViewPart> parts() {
        List<LiveViewPart> parts = new ArrayList<>(List.of(new FlightRecorderPart()));
        ServiceLoader.load(LiveViewPart.class, LiveView.class.getClassLoader()).forEach(parts::add);
        return parts;
    }

    private static void addCarriers(Map<String, Object> view) {
        List<Carrier> carriers = KERNEL.carriers().stream().filter(carrier -> !KERNEL.isClosed(carrier)).toList();
        List<Map<String, ?>> shown = new ArrayList<>();
        carriers.stream().sorted(Comparator.comparing(Carrier::name)).limit(MAX_CARRIERS)
                .forEach(carrier -> shown.add(describe(carrier)));
        view.put("carriers", shown);
        view.put("carriersLeftOut", carriers.size() - shown.size());
    }

    private static Map<String, ?> describe(Carrier carrier) {
        Map<String, @Nullable Object> seen = new LinkedHashMap<>();
        Thread thread = carrier.thread();
        Coroutine running = carrier.running();
        seen.put("name", carrier.name());
        seen.put("thread", thread == null ? null : thread.getName());
        seen.put("runs", running == null ? null : KERNEL.bodyName(running));
        seen.put("created", carrier.counters().created());
        seen.put("resumed", carrier.counters().resumed());
        seen.put("ended", carrier.counters().ended());
        return seen;
    }

    private static void addStashes(Map<String, Object> view) {
        Map<String, StashTotal> totals = new LinkedHashMap<>();
        for (Stash stash : KERNEL.stashes().stream().filter(stash -> !stash.isClosed()).toList()) {
            totals.computeIfAbsent(stash.name(), name -> new StashTotal()).add(stash);
        }
        List<Map<String, ?>> shown = new ArrayList<>();
        totals.entrySet().stream().sorted(Comparator.comparingLong(total -> -total.getValue().handles))
                .limit(MAX_STASHES)
                .forEach(total -> shown.add(Map.of("name", total.getKey(), "stashes", total.getValue().stashes, "size",
                        total.getValue().handles)));
        view.put("stashes", shown);
        view.put("stashesLeftOut", totals.size() - shown.size());
    }

    /** The stashes of one name. */
    private static final class StashTotal {
        private int stashes;
        private long handles;

        void add(Stash stash) {
            stashes++;
            try {
                handles += Math.max(0, stash.size());
            } catch (RuntimeException notSafe) {
                return; // a user's stash that cannot be asked while it is in use
            }
        }
    }
}
