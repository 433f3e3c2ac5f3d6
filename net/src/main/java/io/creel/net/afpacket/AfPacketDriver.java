package io.creel.net.afpacket;

import io.creel.net.Nic;
import io.creel.net.PoolSizes;
import io.creel.net.driver.SchemeDriver;
import java.io.IOException;

/**
 * Opens {@code afpacket:IF}, and a {@link CaptureNic} for {@code afpacket:IF,capture}; both accept {@link PoolSizes}.
 */
public final class AfPacketDriver extends SchemeDriver {
    private static final String CAPTURE = "capture";

    /** Makes the driver; called by {@link java.util.ServiceLoader}. */
    public AfPacketDriver() {
        super("afpacket:IF", "AF_PACKET needs an interface");
    }

    @Override
    protected Nic openTarget(String target) throws IOException {
        int comma = target.indexOf(',');
        if (comma < 0) {
            return AfPacketNic.open(target);
        }
        String name = target.substring(0, comma);
        boolean capture = false;
        PoolSizes sizes = PoolSizes.DEFAULT;
        for (String setting : target.substring(comma + 1).split(",", -1)) {
            if (setting.equals(CAPTURE)) {
                capture = true;
            } else if (PoolSizes.knows(setting)) {
                sizes = sizes.with(setting, "afpacket:" + target);
            } else {
                throw new IllegalArgumentException("unknown setting: word=afpacket:" + target + ", setting=" + setting
                        + ", known=" + CAPTURE + ", " + PoolSizes.SETTINGS);
            }
        }
        return capture ? CaptureNic.open(name, sizes) : AfPacketNic.open(name, sizes);
    }
}
