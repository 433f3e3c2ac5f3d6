package io.creel.metrics;

import io.creel.net.Nic;
import io.creel.net.NicCounter;
import io.creel.net.driver.DriverNic;
import io.creel.schedulers.Worker;
import io.creel.schedulers.WorkerGroup;
import io.creel.schedulers.metrics.LatencySnapshot;
import io.creel.schedulers.services.ServiceClass;
import io.creel.schedulers.services.Services;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.lang.ref.WeakReference;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * Registers meters of all running groups, workers, classes of service and open NICs.
 *
 * <pre>{@code
 * new CreelMetrics().bindTo(registry);
 * }</pre>
 *
 * <p>
 * Bind after the groups were started. A group or NIC that begins later gets its meters by another {@link #bindTo}; what
 * has its meters already keeps them. A meter holds its object weakly and reads {@code NaN} once the object is gone.
 *
 * <p>
 * Meters: {@code creel.worker.resumed}, {@code creel.worker.idle} (seconds), {@code creel.coroutines.started},
 * {@code .completed}, {@code .failed}, {@code .cancelled}, {@code .alive}, {@code creel.class.run}, {@code .waiting},
 * {@code .refused}, {@code .swaps}, {@code .latency} with the tag {@code quantile} (0.5, 0.99, 0.999; of the last
 * period of at least 10 s), {@code creel.nic.packets}, {@code creel.nic.bytes} with the tag {@code direction}, and
 * {@code creel.nic.lost} with the tag {@code reason}.
 */
public final class CreelMetrics implements MeterBinder {
    private static final double[] QUANTILES = {0.5, 0.99, 0.999};
    private static final double NS_PER_S = 1e9;

    /** Makes a binder. */
    public CreelMetrics() {
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (WorkerGroup group : WorkerGroup.running()) {
            bind(registry, group);
        }
        for (Services services : Services.served()) {
            for (ServiceClass each : services.classes()) {
                bind(registry, services.name() + "." + each.spec().name(), each);
            }
        }
        for (Nic nic : DriverNic.opened()) {
            if (!nic.isFinished()) {
                bind(registry, nic);
            }
        }
    }

    private static void bind(MeterRegistry registry, WorkerGroup group) {
        count(registry, "creel.coroutines.started", group, each -> each.counts().created());
        count(registry, "creel.coroutines.completed", group, each -> each.counts().completed());
        count(registry, "creel.coroutines.failed", group, each -> each.counts().failed());
        count(registry, "creel.coroutines.cancelled", group, each -> each.counts().cancelled());
        Gauge.builder("creel.coroutines.alive", group, each -> each.counts().outstanding()).tag("group", group.name())
                .register(registry);
        for (int i = 0; i < group.size(); i++) {
            Worker worker = group.worker(i);
            FunctionCounter.builder("creel.worker.resumed", worker, each -> each.counts().resumed())
                    .tag("worker", worker.name()).register(registry);
            FunctionCounter.builder("creel.worker.idle", worker, each -> each.idleNs() / NS_PER_S)
                    .tag("worker", worker.name()).baseUnit("seconds").register(registry);
        }
    }

    private static void count(MeterRegistry registry, String name, WorkerGroup group,
            ToDoubleFunction<WorkerGroup> value) {
        FunctionCounter.builder(name, group, value).tag("group", group.name()).register(registry);
    }

    private static void bind(MeterRegistry registry, String name, ServiceClass service) {
        Gauge.builder("creel.class.waiting", service, ServiceClass::waiting).tag("class", name).register(registry);
        FunctionCounter.builder("creel.class.run", service, each -> each.latencies().count()).tag("class", name)
                .register(registry);
        FunctionCounter.builder("creel.class.refused", service, ServiceClass::refused).tag("class", name)
                .register(registry);
        FunctionCounter.builder("creel.class.swaps", service, ServiceClass::swaps).tag("class", name)
                .register(registry);
        WeakReference<ServiceClass> weak = new WeakReference<>(service);
        RecentLatencies recent = new RecentLatencies(() -> {
            ServiceClass each = weak.get();
            return each == null ? LatencySnapshot.none() : each.latencies();
        }, System::nanoTime);
        for (double quantile : QUANTILES) {
            TimeGauge.builder("creel.class.latency", () -> recent.percentileNs(100 * quantile), TimeUnit.NANOSECONDS)
                    .tag("class", name).tag("quantile", Double.toString(quantile)).register(registry);
        }
    }

    private static void bind(MeterRegistry registry, Nic nic) {
        traffic(registry, nic, "packets", "rx", NicCounter.RX_PACKETS);
        traffic(registry, nic, "packets", "tx", NicCounter.TX_PACKETS);
        traffic(registry, nic, "bytes", "rx", NicCounter.RX_BYTES);
        traffic(registry, nic, "bytes", "tx", NicCounter.TX_BYTES);
        for (NicCounter counter : NicCounter.values()) {
            if (counter.isLoss()) {
                FunctionCounter.builder("creel.nic.lost", nic, each -> each.statistics().get(counter))
                        .tag("nic", nic.name()).tag("reason", counter.name()).register(registry);
            }
        }
    }

    private static void traffic(MeterRegistry registry, Nic nic, String what, String direction, NicCounter counter) {
        FunctionCounter.builder("creel.nic." + what, nic, each -> each.statistics().get(counter))
                .tag("nic", nic.name()).tag("direction", direction).register(registry);
    }
}
