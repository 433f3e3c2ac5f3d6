package io.creel.net.tap;

import io.creel.net.Nic;
import io.creel.net.PoolSizes;
import io.creel.net.driver.SchemeDriver;
import java.io.IOException;

/** Opens {@code tap:NAME}; accepts {@link PoolSizes}. */
public final class TapDriver extends SchemeDriver {
    /** Makes the driver; called by {@link java.util.ServiceLoader}. */
    public TapDriver() {
        super("tap:NAME", "TAP needs a name");
    }

    @Override
    protected Nic openTarget(String target) throws IOException {
        int comma = target.indexOf(',');
        return comma < 0
                ? TapNic.open(target)
                : TapNic.open(target.substring(0, comma),
                        PoolSizes.parse(target.substring(comma + 1), "tap:" + target));
    }
}
