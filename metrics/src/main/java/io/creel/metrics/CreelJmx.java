package io.creel.metrics;

import io.creel.net.Nic;
import io.creel.net.NicCounter;
import io.creel.net.driver.DriverNic;
import io.creel.schedulers.WorkerGroup;
import io.creel.schedulers.services.ServiceClass;
import io.creel.schedulers.services.Services;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Registers a bean for each running group, class of service and open NIC with the JVM's bean server, under
 * {@code io.creel:type=Group,name=…}, {@code type=Class} and {@code type=Nic}. Register after the groups were started;
 * close to remove the beans. Any thread.
 */
public final class CreelJmx implements AutoCloseable {
    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final List<ObjectName> names = new ArrayList<>();

    private CreelJmx() {
    }

    /**
     * Registers the beans.
     *
     * @return closes the beans
     * @throws IllegalStateException
     *             if a bean of one of the names exists already; the message names it, and no bean is left
     */
    public static CreelJmx register() {
        CreelJmx jmx = new CreelJmx();
        try {
            WorkerGroup.running().forEach(group -> jmx.add("Group", group.name(), new GroupBean(group)));
            Services.served().forEach(services -> services.classes().forEach(
                    each -> jmx.add("Class", services.name() + "." + each.spec().name(), new ClassBean(each))));
            DriverNic.opened().stream().filter(nic -> !nic.isFinished())
                    .forEach(nic -> jmx.add("Nic", nic.name(), new NicBean(nic)));
            return jmx;
        } catch (RuntimeException refused) {
            jmx.close();
            throw refused;
        }
    }

    private void add(String type, String name, Object bean) {
        try {
            ObjectName registered = new ObjectName("io.creel:type=" + type + ",name=" + ObjectName.quote(name));
            server.registerMBean(bean, registered);
            names.add(registered);
        } catch (JMException refused) {
            throw new IllegalStateException("bean refused: type=" + type + ", name=" + name + ", reason="
                    + refused.getMessage(), refused);
        }
    }

    @Override
    public void close() {
        for (ObjectName name : names) {
            try {
                server.unregisterMBean(name);
            } catch (JMException gone) {
                continue; // another thread has removed it
            }
        }
        names.clear();
    }

    private record GroupBean(WorkerGroup group) implements GroupMXBean {
        @Override
        public int getWorkers() {
            return group.size();
        }

        @Override
        public long getCreated() {
            return group.counts().created();
        }

        @Override
        public long getResumed() {
            return group.counts().resumed();
        }

        @Override
        public long getCompleted() {
            return group.counts().completed();
        }

        @Override
        public long getFailed() {
            return group.counts().failed();
        }

        @Override
        public long getCancelled() {
            return group.counts().cancelled();
        }

        @Override
        public long[] getIdleNs() {
            long[] idle = new long[group.size()];
            for (int i = 0; i < idle.length; i++) {
                idle[i] = group.worker(i).idleNs();
            }
            return idle;
        }
    }

    private record ClassBean(ServiceClass service, RecentLatencies recent) implements ClassMXBean {
        ClassBean(ServiceClass service) {
            this(service, new RecentLatencies(service::latencies, System::nanoTime));
        }

        @Override
        public String getWhere() {
            return service.spec().where();
        }

        @Override
        public String getWhen() {
            return service.spec().when();
        }

        @Override
        public long getRun() {
            return service.latencies().count();
        }

        @Override
        public int getWaiting() {
            return service.waiting();
        }

        @Override
        public long getRefused() {
            return service.refused();
        }

        @Override
        public long getSwaps() {
            return service.swaps();
        }

        @Override
        public long getP50Ns() {
            return recent.last().getValueAtPercentile(50);
        }

        @Override
        public long getP99Ns() {
            return recent.last().getValueAtPercentile(99);
        }

        @Override
        public long getP999Ns() {
            return recent.last().getValueAtPercentile(99.9);
        }

        @Override
        public long getMaxNs() {
            return recent.last().getMaxValue();
        }
    }

    private record NicBean(Nic nic) implements NicMXBean {
        @Override
        public Map<String, Long> getCounters() {
            Map<String, Long> counters = new TreeMap<>();
            for (NicCounter counter : NicCounter.values()) {
                long count = nic.statistics().get(counter);
                if (count != 0) {
                    counters.put(counter.name(), count);
                }
            }
            return counters;
        }

        @Override
        public long getLost() {
            return nic.statistics().lost();
        }
    }
}
