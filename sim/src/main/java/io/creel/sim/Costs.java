package io.creel.sim;

import io.creel.schedulers.policy.DurationText;
import io.creel.sim.load.NumberText;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The costs of scheduling itself, in nanoseconds. Written as
 * {@code preempt=1us,wake=5us,steal=.2us,dispatch=.1us,pop=.1us+.02us/item,checkpoint=40ns/.5us,begin=1us}; a cost that
 * is not named is 0.
 *
 * @param preemptNs
 *            of the core, per coroutine it preempts
 * @param wakeNs
 *            from the moment a sleeping core is woken until it takes work
 * @param switchNs
 *            of the core, per coroutine it begins or resumes
 * @param stealNs
 *            of the core, per take that finds its own queue empty and looks elsewhere
 * @param dispatchNs
 *            of the one dispatcher, per coroutine it hands out
 * @param popNs
 *            how long a take holds the lock of the queue it takes from
 * @param popItemNs
 *            how much longer it holds the lock per coroutine taken
 * @param checkpointNs
 *            of the core, per checkpoint that a coroutine with a bounded quantum passes: the reading of the clock and
 *            the question whether anything else waits
 * @param checkpointEveryNs
 *            how long a coroutine runs from one checkpoint to the next; 0 if checkpoints cost nothing
 * @param beginNs
 *            of the core, per coroutine that it begins: another core has made the coroutine and its argument, so they
 *            come out of that core's cache
 */
public record Costs(long preemptNs, long wakeNs, long switchNs, long stealNs, long dispatchNs, long popNs,
        long popItemNs, long checkpointNs, long checkpointEveryNs, long beginNs) {
    /** All costs are 0. */
    public static final Costs NONE = new Costs(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    private static final List<String> KNOWN = List.of("preempt", "wake", "switch", "steal", "dispatch", "pop",
            "checkpoint", "begin");

    /**
     * Reads costs.
     *
     * @param text
     *            as above
     * @return the costs
     * @throws IllegalArgumentException
     *            if the text cannot be read; the message lists readable forms
     */
    public static Costs parse(String text) {
        if (text.isBlank() || text.strip().equals("none")) {
            return NONE;
        }
        Map<String, String> values = new TreeMap<>();
        for (String part : text.split(",", -1)) {
            String[] sides = part.split("=", -1);
            String name = sides[0].strip();
            if (sides.length != 2 || !KNOWN.contains(name)) {
                throw new IllegalArgumentException("cost cannot be read: text=" + part + ", known=" + KNOWN.stream()
                        .map(each -> each + "=TIME" + (each.equals("pop") ? "+TIME/item" : "")
                                + (each.equals("checkpoint") ? "/TIME" : ""))
                        .collect(Collectors.joining(", ")));
            }
            if (values.put(name, sides[1].strip()) != null) {
                throw new IllegalArgumentException("cost is named twice: name=" + name + ", text=" + text);
            }
        }
        String[] pop = pop(values.getOrDefault("pop", "0"));
        String every = values.get("checkpoint");
        String[] checkpoint = every == null ? new String[]{"0", "0"} : checkpoint(every);
        return new Costs(ns(values, "preempt"), ns(values, "wake"), ns(values, "switch"), ns(values, "steal"),
                ns(values, "dispatch"), DurationText.parseNs(pop[0]), DurationText.parseNs(pop[1]),
                DurationText.parseNs(checkpoint[0]), DurationText.parseNs(checkpoint[1]), ns(values, "begin"));
    }

    private static String[] checkpoint(String text) {
        String[] sides = text.split("/", -1);
        if (sides.length != 2) {
            throw new IllegalArgumentException("cost cannot be read: text=checkpoint=" + text
                    + ", known=checkpoint=TIME/TIME, the cost of one and the time to the next");
        }
        NumberText.positiveNs(sides[1]);
        return sides;
    }

    private static long ns(Map<String, String> values, String name) {
        return DurationText.parseNs(values.getOrDefault(name, "0"));
    }

    private static String[] pop(String text) {
        String[] parts = text.split("\\+", -1);
        if (parts.length == 1 && !text.endsWith("/item")) {
            return new String[]{text, "0"};
        }
        String item = parts[parts.length - 1];
        if (parts.length > 2 || !item.endsWith("/item")) {
            throw new IllegalArgumentException("cost cannot be read: text=pop=" + text + ", known=pop=TIME+TIME/item");
        }
        String each = item.substring(0, item.length() - "/item".length());
        return new String[]{parts.length == 1 ? "0" : parts[0], each};
    }

    /** {@return the costs above 0 as text that {@link #parse} reads, or {@code none}} */
    public String text() {
        long[] values = {preemptNs, wakeNs, switchNs, stealNs, dispatchNs};
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < values.length; i++) {
            if (values[i] > 0) {
                text.append(',').append(KNOWN.get(i)).append('=').append(DurationText.of(values[i]));
            }
        }
        if (popNs > 0 || popItemNs > 0) {
            text.append(",pop=").append(DurationText.of(popNs));
            text.append(popItemNs > 0 ? "+" + DurationText.of(popItemNs) + "/item" : "");
        }
        if (checkpointNs > 0) {
            text.append(",checkpoint=").append(DurationText.of(checkpointNs)).append('/')
                    .append(DurationText.of(checkpointEveryNs));
        }
        if (beginNs > 0) {
            text.append(",begin=").append(DurationText.of(beginNs));
        }
        return text.isEmpty() ? "none" : text.substring(1);
    }

    /**
     * {@return how much longer a coroutine runs on a core because of its checkpoints, if it runs for so long without
     * them}
     */
    long checkpointsNs(long runNs) {
        return checkpointEveryNs == 0 ? 0 : Math.round((double) runNs * checkpointNs / checkpointEveryNs);
    }

    /** {@return the names of the costs} */
    public static List<String> names() {
        return KNOWN;
    }

}
