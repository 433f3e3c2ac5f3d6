package io.creel.net.driver;

import io.creel.core.diagnostics.LiveViewPart;
import io.creel.net.Nic;
import io.creel.net.NicCounter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The open NICs with their counters in a {@link io.creel.core.diagnostics.LiveView}. Made by
 * {@link java.util.ServiceLoader}.
 */
public final class NicsView implements LiveViewPart {
    /** Made by {@link java.util.ServiceLoader}. */
    public NicsView() {
    }

    @Override
    public Map<String, ?> describe() {
        List<Map<String, ?>> nics = new ArrayList<>();
        DriverNic.opened().stream().filter(nic -> !nic.isFinished()).sorted(Comparator.comparing(Nic::name))
                .forEach(nic -> nics.add(describe(nic)));
        return Map.of("nics", nics);
    }

    private static Map<String, ?> describe(Nic nic) {
        Map<String, Long> counters = new LinkedHashMap<>();
        for (NicCounter counter : NicCounter.values()) {
            long count = nic.statistics().get(counter);
            if (count != 0) {
                counters.put(counter.name(), count);
            }
        }
        Exception fault = nic.fault();
        Map<String, @Nullable Object> seen = new LinkedHashMap<>();
        seen.put("name", nic.name());
        seen.put("queues", nic.queues());
        seen.put("packetsOut", nic.pool().outstanding());
        seen.put("packetCapacity", nic.pool().capacity());
        seen.put("lost", nic.statistics().lost());
        seen.put("fault", fault == null ? null : fault.getMessage());
        seen.put("counters", counters);
        return seen;
    }
}
