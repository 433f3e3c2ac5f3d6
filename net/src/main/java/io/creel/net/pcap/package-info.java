/**
 * Reads and writes capture files, and replays them as a NIC. Replay a file with {@code Nics.open("pcap:FILE")} or
 * {@link io.creel.net.pcap.ReplayNic}; read one with {@link io.creel.net.pcap.CaptureReader}; write one with
 * {@link io.creel.net.pcap.CaptureWriter}.
 *
 * <p>
 * Formats: pcap (draft-ietf-opsawg-pcap) with microseconds or nanoseconds, and pcapng (draft-ietf-opsawg-pcapng) with
 * section, interface, enhanced, simple and (old) packet blocks; both in both byte orders; from a file, a pipe or the
 * standard input, compressed by gzip or not. Link types: Ethernet, raw IP, Linux cooked and BSD loopback, all delivered
 * as Ethernet frames. Records of other link types are skipped and counted.
 *
 * <h2>For maintainers</h2>
 *
 * <p>
 * <b>A file is never trusted.</b> A number found in a file never decides how much memory is allocated (a record has at
 * most {@link io.creel.net.pcap.CaptureReader#MAX_RECORD_BYTES}). All records before a fault are delivered first. The
 * fault is one sentence that names the file, the byte, the bytes found there and the remedy.
 */
@NullMarked
package io.creel.net.pcap;

import org.jspecify.annotations.NullMarked;
