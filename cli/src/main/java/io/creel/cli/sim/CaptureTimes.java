package io.creel.cli.sim;

import io.creel.net.pcap.CaptureException;
import io.creel.net.pcap.CaptureReader;
import io.creel.sim.load.ArrivalPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The timestamps of a capture as arrivals. */
final class CaptureTimes {
    /** The most timestamps used; the rest of a longer capture is ignored. */
    private static final int MAX_TIMES = 1 << 24;

    private CaptureTimes() {
    }

    static ArrivalPlan plan(Path file, CommandSpec spec) throws IOException {
        try (CaptureReader reader = CaptureReader.open(file)) {
            long[] timesNs = new long[1_024];
            int count = 0;
            while (count < MAX_TIMES && reader.next()) {
                if (count == timesNs.length) {
                    timesNs = Arrays.copyOf(timesNs, 2 * count);
                }
                timesNs[count++] = reader.timestampNs();
            }
            if (reader.fault() != null) {
                throw reader.fault();
            }
            long[] ascending = Arrays.copyOf(timesNs, count);
            Arrays.sort(ascending); // packets of several queues may be out of order
            Path name = file.getFileName();
            return ArrivalPlan.trace(name == null ? "capture" : name.toString(), ascending);
        } catch (CaptureException unreadable) {
            throw new ParameterException(spec.commandLine(), unreadable.getMessage(), unreadable);
        }
    }
}
