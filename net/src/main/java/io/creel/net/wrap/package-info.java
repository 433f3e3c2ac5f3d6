/**
 * NICs around a NIC: one that impairs, one that records, one that traces, and a meter that reads the counters.
 *
 * <p>
 * A wrapper has the queues, the pool and the capabilities of its inner NIC and counts what passes through itself; the
 * device's own counters stay with the inner NIC. Closing a wrapper closes the inner NIC.
 */
package io.creel.net.wrap;
