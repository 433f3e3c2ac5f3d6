package io.creel.metrics;

import java.util.Map;

/** A NIC in JMX. */
public interface NicMXBean {
    /** {@return every counter that is not zero, by its name in {@link io.creel.net.NicCounter}} */
    Map<String, Long> getCounters();

    /** {@return how many packets were lost so far} */
    long getLost();
}
