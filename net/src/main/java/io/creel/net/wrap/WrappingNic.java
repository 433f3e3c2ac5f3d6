package io.creel.net.wrap;

import java.util.List;

import io.creel.net.Nic;
import io.creel.net.NicCapabilities;
import io.creel.net.NicStatistics;
import io.creel.net.PacketPool;
import org.jspecify.annotations.Nullable;

/** The common part of the wrappers: passes on the properties of the inner NIC that a wrapper does not change. */
abstract class WrappingNic implements Nic {
    private final Nic inner;
    private final NicStatistics statistics = new NicStatistics();

    WrappingNic(Nic inner) {
        this.inner = inner;
    }

    /** {@return the wrapped NIC, which has the counters of the device} */
    public final Nic inner() {
        return inner;
    }

    @Override
    public final String name() {
        return inner.name();
    }

    @Override
    public final int queues() {
        return inner.queues();
    }

    @Override
    public final long macAddress() {
        return inner.macAddress();
    }

    @Override
    public final PacketPool pool() {
        return inner.pool();
    }

    @Override
    public final NicCapabilities capabilities() {
        return inner.capabilities();
    }

    @Override
    public final List<String> remarks() {
        return inner.remarks();
    }

    /** {@return the counters of this wrapper: the packets that passed through it and that it lost} */
    @Override
    public final NicStatistics statistics() {
        return statistics;
    }

    @Override
    public boolean isFinished() {
        return inner.isFinished();
    }

    @Override
    public final @Nullable Exception fault() {
        return inner.fault();
    }
}
