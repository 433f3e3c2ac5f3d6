package io.creel.core.diagnostics;

import java.util.List;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/**
 * The events of core for the JDK's flight recorder. All events of Creel are off unless a recording enables them by
 * name. While an event is off, its place in the code costs a test that the compiler removes.
 */
final class CoreEvents {
    /** The names of all events of Creel, those of other modules included. */
    static final List<String> NAMES = List.of("io.creel.Stall", "io.creel.Pinned", "io.creel.Leak",
            "io.creel.ResumeBatch", "io.creel.Placement", "io.creel.Preemption", "io.creel.PolicySwap",
            "io.creel.GroupChange", "io.creel.Drop");

    private CoreEvents() {
    }

    static void stall(StallWatchdog.Stall stall) {
        StallEvent event = new StallEvent();
        if (event.isEnabled()) {
            event.carrier = stall.carrier();
            event.coroutine = stall.coroutine();
            event.seenForNs = stall.seenForNs();
            event.frame = stall.frames().isEmpty() ? null : Frames.text(stall.frames().getFirst());
            event.commit();
        }
    }

    static void pinned(String coroutine, String frame) {
        PinnedEvent event = new PinnedEvent();
        if (event.isEnabled()) {
            event.coroutine = coroutine;
            event.frame = frame;
            event.commit();
        }
    }

    static void leak(LeakDetection.Leak leak) {
        LeakEvent event = new LeakEvent();
        if (event.isEnabled()) {
            event.coroutine = leak.coroutine();
            event.leak = leak.toString();
            event.commit();
        }
    }

    /** A carrier that a coroutine keeps. */
    @Name("io.creel.Stall")
    @Label("Stall")
    @Description("A coroutine keeps its carrier for longer than the watchdog allows.")
    @Category("Creel")
    @Enabled(false)
    @StackTrace(false)
    private static final class StallEvent extends Event {
        @Label("Carrier")
        @Nullable
        String carrier;
        @Label("Coroutine")
        @Nullable
        String coroutine;
        @Label("Seen For")
        @Timespan
        long seenForNs;
        @Label("Innermost Frame")
        @Nullable
        String frame;
    }

    /** A suspension that the JVM has refused. */
    @Name("io.creel.Pinned")
    @Label("Pinned")
    @Description("A coroutine could not suspend because a frame of its stack cannot be moved.")
    @Category("Creel")
    @Enabled(false)
    private static final class PinnedEvent extends Event {
        @Label("Coroutine")
        @Nullable
        String coroutine;
        @Label("Pinning Frame")
        @Nullable
        String frame;
    }

    /** A coroutine whose handle was lost. */
    @Name("io.creel.Leak")
    @Label("Leak")
    @Description("The garbage collector has collected a suspended coroutine.")
    @Category("Creel")
    @Enabled(false)
    @StackTrace(false)
    private static final class LeakEvent extends Event {
        @Label("Coroutine")
        @Nullable
        String coroutine;
        @Label("Made At")
        @Nullable
        String leak;
    }
}
