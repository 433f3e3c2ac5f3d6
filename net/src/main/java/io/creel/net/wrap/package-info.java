/**
 * NICs that wrap another NIC: {@link io.creel.net.wrap.ImpairingNic} makes a bad link,
 * {@link io.creel.net.wrap.RecordingNic} records, and {@link io.creel.net.wrap.TracingNic} prints packets;
 * {@link io.creel.net.wrap.NicMeter} computes rates from the counters.
 *
 * <p>
 * A wrapper has the queues, the pool and the capabilities of its inner NIC, and counts the packets that pass through
 * it. The counters of the device stay with the inner NIC. Closing a wrapper closes the inner NIC.
 */
@NullMarked
package io.creel.net.wrap;

import org.jspecify.annotations.NullMarked;
