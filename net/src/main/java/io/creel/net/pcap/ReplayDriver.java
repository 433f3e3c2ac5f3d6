package io.creel.net.pcap;

import io.creel.net.Nic;
import io.creel.net.PoolSizes;
import io.creel.net.driver.SchemeDriver;
import java.io.IOException;
import java.nio.file.Path;

/** {@code pcap:FILE} replays a file at maximum speed, {@code pcap:-} the standard input; {@link PoolSizes} may stand behind it. */
public final class ReplayDriver extends SchemeDriver {
    /** For {@link java.util.ServiceLoader}. */
    public ReplayDriver() {
        super("pcap:FILE", "a replay needs a file");
    }

    @Override
    protected Nic openTarget(String target) throws IOException {
        // The name of a file may hold commas itself: only what looks like a setting at its end is one.
        PoolSizes sizes = PoolSizes.DEFAULT;
        String file = target;
        for (int comma = file.lastIndexOf(','); comma > 0
                && PoolSizes.knows(file.substring(comma + 1)); comma = file.lastIndexOf(',')) {
            sizes = sizes.with(file.substring(comma + 1), "pcap:" + target);
            file = file.substring(0, comma);
        }
        return ReplayNic.open(Path.of(file), ReplaySpeed.maximum(), () -> 0, sizes);
    }
}
