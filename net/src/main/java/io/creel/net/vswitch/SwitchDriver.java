package io.creel.net.vswitch;

import io.creel.net.Nic;
import io.creel.net.driver.SchemeDriver;
import java.io.IOException;

/** Opens {@code switch:NAME}. */
public final class SwitchDriver extends SchemeDriver {
    /** Makes the driver; called by {@link java.util.ServiceLoader}. */
    public SwitchDriver() {
        super("switch:NAME", "a switch needs a name");
    }

    @Override
    protected Nic openTarget(String target) throws IOException {
        return SwitchNic.open(target);
    }
}
