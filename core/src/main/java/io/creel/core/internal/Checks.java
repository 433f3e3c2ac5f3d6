package io.creel.core.internal;

import java.util.EnumSet;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The checks that {@code -Dcreel.check=WORD,...} turns on, besides those of ownership, which are always on. Read once.
 * The words:
 *
 * <ul>
 * <li>{@code monitors}: a suspension that holds a monitor is refused. Costs 13 to 27 µs per suspension.</li>
 * <li>{@code locks}: so is a suspension that holds an exclusive lock owned by the thread, such as a
 * {@code ReentrantLock} or a write lock. Stops all threads and walks the heap at each resume and each suspension: a
 * millisecond and more.</li>
 * <li>{@code leaks}, or {@code leaks-sampled} for one of
 * {@value io.creel.core.diagnostics.LeakDetection#SAMPLING_INTERVAL} coroutines: lost handles are reported, see
 * {@link io.creel.core.diagnostics.LeakDetection}.</li>
 * <li>{@code stalls}, or with a bound {@code stalls:10ms}: coroutines that keep their carrier for longer than the
 * bound, by default {@value #STALL_MS} ms, are reported, see {@link io.creel.core.diagnostics.StallWatchdog}.</li>
 * <li>{@code all}: all of them, with {@code leaks} for every coroutine.</li>
 * </ul>
 */
public final class Checks {
    /** The default bound of a stall, in milliseconds. */
    public static final int STALL_MS = 1_000;

    private static final String PROPERTY = "creel.check";
    private static final Pattern STALLS = Pattern.compile("stalls:([1-9]\\d{0,8})ms");
    private static final Checks ON = ofThisJvm();

    /** A check. */
    public enum Check {
        /** A suspension must hold no monitor. */
        MONITORS,
        /** A suspension must hold no exclusive lock of its thread. */
        LOCKS,
        /** Every lost handle is reported. */
        LEAKS,
        /** Lost handles of a sample of the coroutines are reported. */
        LEAKS_SAMPLED,
        /** Coroutines that keep their carrier too long are reported. */
        STALLS
    }

    private final Set<Check> checks = EnumSet.noneOf(Check.class);
    private int stallMs = STALL_MS;
    /** The message about an unknown word or property; {@code null} if there is none. */
    private @Nullable String wrong;

    private Checks() {
    }

    /**
     * Returns whether a check is on in this JVM.
     *
     * @param check
     *            the check
     * @return {@code true} if it is on
     */
    public static boolean has(Check check) {
        return ON.checks.contains(check);
    }

    /** {@return the bound of a stall, in milliseconds} */
    public static int stallMs() {
        return ON.stallMs;
    }

    /**
     * Refuses unknown words and properties.
     *
     * @throws IllegalArgumentException
     *             if there are any; the message names the known words
     */
    public static void require() {
        if (ON.wrong != null) {
            throw new IllegalArgumentException(ON.wrong);
        }
    }

    private static Checks ofThisJvm() {
        return of(System.getProperties());
    }

    /**
     * Reads the checks from properties.
     *
     * @param properties
     *            the system properties, or those of a test
     * @return the checks, with {@link #wrong()} set if a word or property is unknown
     */
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
                    wrong = "unknown check, use all, or some of monitors, locks, leaks, leaks-sampled, stalls,"
                            + " stalls:10ms: word=" + (word.isEmpty() ? "none" : word) + ", " + PROPERTY + "=" + words;
                }
            }
        }
    }

    /** {@return the checks that are on, for tests} */
    public Set<Check> checks() {
        return checks;
    }

    /** {@return the message about an unknown word or property, for tests; {@code null} if there is none} */
    public @Nullable String wrong() {
        return wrong;
    }
}
