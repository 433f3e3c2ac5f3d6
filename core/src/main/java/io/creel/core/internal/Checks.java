package io.creel.core.internal;

import java.util.EnumSet;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which checks {@code -Dcreel.check=WORD,...} turns on, beside those of ownership, which are always on. Read once; the words:
 *
 * <ul>
 * <li>{@code monitors}: a monitor held at a suspension is refused. 13 to 27 µs a suspension.</li>
 * <li>{@code locks}: so is an exclusive lock that the thread owns, a {@code ReentrantLock} or a write lock. Stops all threads and
 * walks the heap at each resume and each suspension, a millisecond and more.</li>
 * <li>{@code leaks}, or {@code leaks-sampled} for one of {@value io.creel.core.diagnostics.LeakDetection#SAMPLING_INTERVAL}: lost handles are reported,
 * see {@link io.creel.core.diagnostics.LeakDetection}.</li>
 * <li>{@code stalls}, or with a bound {@code stalls:10ms}: coroutines that keep their carrier for longer than the bound,
 * {@value #STALL_MS} ms without one, are reported, see {@link io.creel.core.diagnostics.StallWatchdog}.</li>
 * <li>{@code all}: all of them.</li>
 * </ul>
 */
public final class Checks {
    public static final int STALL_MS = 1_000;

    private static final String PROPERTY = "creel.check";
    private static final Pattern STALLS = Pattern.compile("stalls:([1-9]\\d{0,8})ms");
    private static final Checks ON = ofThisJvm();

    /** One check. */
    public enum Check {
        MONITORS, LOCKS, LEAKS, LEAKS_SAMPLED, STALLS
    }

    private final Set<Check> checks = EnumSet.noneOf(Check.class);
    private int stallMs = STALL_MS;
    /** What is wrong with the words, or {@code null}. */
    private String wrong;

    private Checks() {
    }

    public static boolean has(Check check) {
        return ON.checks.contains(check);
    }

    /** The bound of a stall. */
    public static int stallMs() {
        return ON.stallMs;
    }

    /**
     * Refuses words that are not known.
     *
     * @throws IllegalArgumentException
     *             if there are some; the message names the known ones
     */
    public static void require() {
        if (ON.wrong != null) {
            throw new IllegalArgumentException(ON.wrong);
        }
    }

    private static Checks ofThisJvm() {
        return of(System.getProperties());
    }

    public static Checks of(Properties properties) {
        Checks checks = new Checks();
        for (String name : properties.stringPropertyNames()) {
            if (name.startsWith("creel.check") && !name.equals(PROPERTY) || name.startsWith("creel.leak")) {
                checks.wrong = "unknown property, use " + PROPERTY + ": property=" + name;
            }
        }
        String words = properties.getProperty(PROPERTY);
        if (words != null) {
            for (String word : words.split(",", -1)) {
                checks.add(word.strip(), words);
            }
        }
        return checks;
    }

    private void add(String word, String words) {
        Matcher stalls = STALLS.matcher(word);
        switch (word) {
            case "all" -> checks.addAll(EnumSet.complementOf(EnumSet.of(Check.LEAKS_SAMPLED)));
            case "monitors" -> checks.add(Check.MONITORS);
            case "locks" -> checks.addAll(EnumSet.of(Check.MONITORS, Check.LOCKS));
            case "leaks" -> checks.add(Check.LEAKS);
            case "leaks-sampled" -> checks.add(Check.LEAKS_SAMPLED);
            case "stalls" -> checks.add(Check.STALLS);
            default -> {
                if (stalls.matches()) {
                    checks.add(Check.STALLS);
                    stallMs = Integer.parseInt(stalls.group(1));
                } else {
                    wrong = "unknown check, use all, or some of monitors, locks, leaks, leaks-sampled, stalls, stalls:10ms: word="
                            + (word.isEmpty() ? "none" : word) + ", " + PROPERTY + "=" + words;
                }
            }
        }
    }

    /** For tests: which are on. */
    public Set<Check> checks() {
        return checks;
    }

    /** For tests: what is wrong, or {@code null}. */
    public String wrong() {
        return wrong;
    }
}
