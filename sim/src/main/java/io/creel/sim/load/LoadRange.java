package io.creel.sim.load;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * The loads of a scan, ascending. Written as {@code 0.1..0.95/0.05}, as {@code 0.7}, or as {@code 0.5,0.7,0.9}.
 *
 * @param loads
 *            above 0, at most 4; each is exactly the decimal number that was written
 */
public record LoadRange(List<Double> loads) {
    /** The most loads in one scan. */
    public static final int MAX_LOADS = 1_000;
    private static final String KNOWN = ", known=0.1..0.95/0.05, 0.7, 0.5,0.7,0.9";

    /** Copies the list. */
    public LoadRange {
        loads = List.copyOf(loads);
        double last = 0;
        for (double load : loads) {
            if (!(load > 0 && load <= 4)) {
                throw new IllegalArgumentException("load must be above 0 and at most 4: load=" + load);
            }
            if (load <= last) {
                throw new IllegalArgumentException("loads must ascend: load=" + load + ", before=" + last);
            }
            last = load;
        }
    }

    /**
     * Reads loads.
     *
     * @param text
     *            as above
     * @return the loads
     * @throws IllegalArgumentException
     *            if the text cannot be read; the message lists readable forms
     */
    public static LoadRange parse(String text) {
        String word = text.strip();
        int dots = word.indexOf("..");
        if (dots < 0) {
            List<Double> loads = new ArrayList<>();
            for (String part : word.split(",", -1)) {
                loads.add(decimal(part, text).doubleValue());
            }
            return new LoadRange(loads);
        }
        int slash = word.indexOf('/', dots);
        if (slash < 0) {
            throw new IllegalArgumentException("loads cannot be read: text=" + text + KNOWN);
        }
        BigDecimal from = decimal(word.substring(0, dots), text);
        BigDecimal to = decimal(word.substring(dots + 2, slash), text);
        BigDecimal step = decimal(word.substring(slash + 1), text);
        if (step.signum() <= 0 || to.compareTo(from) < 0
                || to.subtract(from).compareTo(step.multiply(BigDecimal.valueOf(MAX_LOADS - 1))) > 0) {
            throw new IllegalArgumentException("loads must ascend in 1 to " + MAX_LOADS + " steps: text=" + text);
        }
        List<Double> loads = new ArrayList<>();
        for (BigDecimal load = from; load.compareTo(to) <= 0; load = load.add(step)) {
            loads.add(load.doubleValue());
        }
        return new LoadRange(loads);
    }

    private static BigDecimal decimal(String part, String text) {
        String number = part.strip();
        if (!number.matches("\\d{0,3}(\\.\\d{1,9})?") || number.isEmpty()) {
            throw new IllegalArgumentException("loads cannot be read: text=" + text + KNOWN);
        }
        return new BigDecimal(number);
    }
}
