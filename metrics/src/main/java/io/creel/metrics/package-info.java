/**
 * Shows a program's groups, workers, classes of service and NICs to tools: {@link io.creel.metrics.CreelJmx} by JMX,
 * {@link io.creel.metrics.CreelMetrics} to a Micrometer registry, and {@link io.creel.metrics.MetricsEndpoint} the text
 * of a registry by HTTP.
 *
 * <p>
 * Rules for maintainers: everything here reads counters that workers keep anyway, on the thread that asks. A worker
 * never calls this package.
 */
@NullMarked
package io.creel.metrics;

import org.jspecify.annotations.NullMarked;
