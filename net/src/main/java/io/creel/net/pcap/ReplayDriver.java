package io.creel.net.pcap;

import io.creel.net.Nic;
import io.creel.net.PoolSizes;
import io.creel.net.driver.SchemeDriver;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Replays a file at maximum speed for {@code pcap:FILE}, and the standard input for {@code pcap:-}; {@link PoolSizes}
 * may follow.
 */
public final class ReplayDriver extends SchemeDriver {
    /** Makes the driver; called by {@link java.util.ServiceLoader}. */
    public ReplayDriver() {
        super("pcap:FILE", "a replay needs a file");
    }

    @Override
    protected Nic openTarget(String target) throws IOException {
        // The name of a file may contain commas, so only a text at its end that looks like a setting is one.
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
