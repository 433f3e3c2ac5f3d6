/** Creel's counters and latencies by JMX and Micrometer. */
module io.creel.metrics {
    requires static org.jspecify;
    requires transitive io.creel.schedulers;
    requires io.creel.net;
    requires java.management;
    requires jdk.httpserver;
    requires HdrHistogram;
    requires static transitive micrometer.core;

    exports io.creel.metrics;
}
