/**
 * Capture files: read, written, and replayed as a NIC.
 *
 * <p>
 * The rule of this package: <b>a file is never believed</b>. Memory is never sized by a number found in it (a record
 * has at most {@link io.creel.net.pcap.CaptureReader#MAX_RECORD_BYTES}); whatever stands before a fault is delivered first;
 * and the fault is one sentence that names the file, the byte, what stands there and what to do.
 *
 * <p>
 * Formats: pcap (draft-ietf-opsawg-pcap) with microseconds or nanoseconds, and pcapng (draft-ietf-opsawg-pcapng) with
 * section, interface, enhanced, simple and (old) packet blocks; both in both byte orders; from a file, a pipe or the standard
 * input, compressed by gzip or not. Link types: Ethernet, raw IP, Linux cooked and BSD loopback, all delivered as Ethernet
 * frames; records of others are skipped and counted.
 */
package io.creel.net.pcap;
