package io.creel.core.diagnostics;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.RecordingState;
import org.jspecify.annotations.Nullable;

/**
 * Starts and ends a recording of the JDK's flight recorder that holds Creel's events, for an operator: {@code record}
 * starts it, {@code record FILE} ends it and writes the file. One recording at a time.
 */
final class FlightRecorderPart implements LiveViewPart {
    private static final AtomicReference<@Nullable Recording> RECORDING = new AtomicReference<>();

    @Override
    public Map<String, ?> describe() {
        return Map.of("recording", RECORDING.get() != null);
    }

    @Override
    public @Nullable String order(String verb, String argument) {
        if (!verb.equals("record")) {
            return null;
        }
        return argument.isEmpty() ? start() : stop(Path.of(argument));
    }

    private static String start() {
        if (!FlightRecorder.isAvailable()) {
            throw new IllegalStateException("recording refused, this JVM has no flight recorder");
        }
        Recording recording = new Recording();
        recording.setName("creel");
        for (String event : CoreEvents.NAMES) {
            recording.enable(event);
        }
        if (!RECORDING.compareAndSet(null, recording)) {
            recording.close();
            throw new IllegalStateException("recording refused, one runs already");
        }
        recording.start();
        return "recording";
    }

    private static String stop(Path file) {
        Recording recording = RECORDING.get();
        if (recording == null) {
            throw new IllegalStateException("no recording runs");
        }
        if (recording.getState() == RecordingState.RUNNING) {
            recording.stop();
        }
        try {
            recording.dump(file);
        } catch (IOException failed) { // kept, so that another file can be tried
            throw new IllegalStateException(
                    "recording not written, name another file: file=" + file + ", reason=" + failed.getMessage(),
                    failed);
        }
        RECORDING.set(null);
        recording.close();
        return "recorded";
    }
}
