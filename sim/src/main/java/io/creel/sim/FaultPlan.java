package io.creel.sim;

import io.creel.schedulers.policy.DurationText;
import io.creel.schedulers.policy.PolicyText;
import io.creel.sim.load.ServiceMix;
import io.creel.sim.load.NumberText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The faults of a run and their times. Written with commas in between:
 *
 * <pre>
 *   slow:3@1ms+2ms*4     core 3 takes four times as long for each slice it begins from 1 ms on, for 2 ms
 *   stall:3@1ms+2ms      core 3 does nothing for 2 ms, in the middle of its present activity
 *   death:3@1ms          core 3 does nothing from 1 ms on; the handles it holds are stranded, and counted
 *   jump:@1ms+5ms        policies read a clock that is 5 ms ahead; jump:@1ms-5ms: behind
 *   full:@1ms+2ms        every queue is full for 2 ms
 *   swap:jbsq(2)/fifo@1ms another policy replaces the present one, as in production: waiting handles are served first
 *   lostwake:100         every hundredth wake-up of a core is lost
 * </pre>
 *
 * <p>
 * While a plan is carried out, the invariants are checked after every step.
 *
 * @param faults
 *            sorted by time
 * @param lostWakeEvery
 *            every how many-th wake-up is lost; 0 for none
 */
public record FaultPlan(List<Fault> faults, int lostWakeEvery) {
    /** A plan without faults. */
    public static final FaultPlan NONE = new FaultPlan(List.of(), 0);

    private static final String KNOWN = ", known=slow:CORE@TIME+TIME*FACTOR, stall:CORE@TIME+TIME, death:CORE@TIME,"
            + " jump:@TIME+TIME, jump:@TIME-TIME, full:@TIME+TIME, swap:POLICY@TIME, lostwake:N";
    private static final Pattern TIMED = Pattern
            .compile("(slow|stall|death|jump|full):(\\d{1,4})?@([^+*-]+)(?:([+-])([^*]+))?(?:\\*(\\d{1,4}))?");
    private static final Pattern SWAP = Pattern.compile("swap:([^@]+)@([^@]+)");
    private static final Pattern LOST = Pattern.compile("lostwake:([1-9]\\d{0,8})");

    /** The kinds of faults that happen at a certain time. */
    public enum Kind {
        /** Each slice takes longer. */
        SLOW(true, true, true),
        /** The core does nothing for a while. */
        STALL(true, true, false),
        /** The core does nothing any more. */
        DEATH(true, false, false),
        /** The clock of the policies is set forward or back. */
        JUMP(false, true, false),
        /** Queues refuse. */
        FULL(false, true, false),
        /** Another policy replaces the present one. */
        SWAP(false, false, false);

        private final boolean ofCore;
        private final boolean lasts;
        private final boolean hasFactor;

        Kind(boolean ofCore, boolean lasts, boolean hasFactor) {
            this.ofCore = ofCore;
            this.lasts = lasts;
            this.hasFactor = hasFactor;
        }
    }

    /**
     * One fault.
     *
     * @param kind
     *            its kind
     * @param core
     *            the core it happens to; -1 for all
     * @param atNs
     *            when it begins, in nanoseconds
     * @param forNs
     *            how long it lasts, or by how much the clock jumps, in nanoseconds
     * @param factor
     *            how many times slower the core is
     * @param next
     *            the other policy; {@code null} if this is no swap
     */
    public record Fault(Kind kind, int core, long atNs, long forNs, int factor, @Nullable SimulatedPolicy next) {
    }

    /** Sorts the faults by time. */
    public FaultPlan {
        faults = faults.stream().sorted(Comparator.comparingLong(Fault::atNs)).toList();
    }

    boolean isEmpty() {
        return faults.isEmpty() && lostWakeEvery == 0;
    }

    /**
     * Reads a plan.
     *
     * @param text
     *            as above
     * @param cores
     *            the number of cores
     * @return the plan
     * @throws IllegalArgumentException
     *            if the text cannot be read, or names an unknown policy; the message lists readable forms and known
     *            policies
     */
    public static FaultPlan parse(String text, int cores) {
        if (text.isBlank() || text.strip().equals("none")) {
            return NONE;
        }
        List<Fault> faults = new ArrayList<>();
        int lostWakeEvery = 0;
        for (String part : PolicyText.split(text)) {
            Matcher lost = LOST.matcher(part.strip());
            Matcher swap = SWAP.matcher(part.strip());
            if (lost.matches()) {
                lostWakeEvery = Integer.parseInt(lost.group(1));
            } else if (swap.matches()) {
                faults.add(new Fault(Kind.SWAP, -1, DurationText.parseNs(swap.group(2)), 0, 1,
                        SimulatedPolicy.parse(swap.group(1))));
            } else {
                faults.add(fault(part.strip(), cores));
            }
        }
        return new FaultPlan(faults, lostWakeEvery);
    }

    /**
     * Checks that the policies it swaps to fit the types of a workload.
     *
     * @param mix
     *            the types of the workload
     * @throws IllegalArgumentException
     *            if a policy refuses; the message says why
     */
    public void requireFits(ServiceMix mix) {
        for (Fault fault : faults) {
            if (fault.next != null) {
                fault.next.requireFits(mix);
            }
        }
    }

    private static Fault fault(String text, int cores) {
        Matcher form = TIMED.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("fault cannot be read: text=" + text + KNOWN);
        }
        Kind kind = Kind.valueOf(form.group(1).toUpperCase(Locale.ROOT));
        boolean backward = "-".equals(form.group(4));
        if (kind.ofCore != (form.group(2) != null) || kind.lasts != (form.group(5) != null)
                || kind.hasFactor != (form.group(6) != null) || backward && kind != Kind.JUMP) {
            throw new IllegalArgumentException("fault cannot be read: text=" + text + KNOWN);
        }
        int core = kind.ofCore ? Integer.parseInt(form.group(2)) : -1;
        if (core >= cores) {
            throw new IllegalArgumentException(
                    "fault names a core that is not there: text=" + text + ", cores=" + cores);
        }
        long forNs = kind.lasts ? NumberText.positiveNs(form.group(5)) : 0;
        int factor = kind.hasFactor ? Math.max(1, Integer.parseInt(form.group(6))) : 1;
        return new Fault(kind, core, DurationText.parseNs(form.group(3)), backward ? -forNs : forNs, factor, null);
    }
}
