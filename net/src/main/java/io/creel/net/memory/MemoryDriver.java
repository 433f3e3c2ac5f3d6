package io.creel.net.memory;

import io.creel.net.Nic;
import io.creel.net.driver.NicDriver;

/** Opens one end of a new pair for {@code memory:}. */
public final class MemoryDriver implements NicDriver {
    /** Makes the driver; called by {@link java.util.ServiceLoader}. */
    public MemoryDriver() {
    }

    @Override
    public String scheme() {
        return "memory";
    }

    @Override
    public String usage() {
        return "memory:";
    }

    @Override
    public Nic open(String target) {
        if (!target.isEmpty()) {
            throw new IllegalArgumentException("a memory NIC has no name: word=memory:" + target);
        }
        return MemoryNic.pair();
    }
}
