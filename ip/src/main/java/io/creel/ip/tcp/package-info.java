/**
 * The TCP protocol machine (RFC 9293), independent of the IP version, of threads and of clocks.
 *
 * <p>
 * A {@link io.creel.ip.tcp.TcpConnection} takes received segments, user calls and the time in nanoseconds, and hands
 * segments to a {@link io.creel.ip.tcp.TcpSink}. A {@link io.creel.ip.tcp.TcpHost} holds the connections and listeners
 * of one host, finds the one that a segment belongs to, and answers segments that belong to none. All objects of one
 * host are used by one thread at a time; the caller provides the lock or the placement. Nothing here reads a clock,
 * draws a random number of its own, or blocks, and nothing allocates per segment once a connection has been used.
 *
 * <p>
 * Time is a count of nanoseconds from an arbitrary origin. It never decreases and stays below 2<sup>62</sup>.
 *
 * <p>
 * What is there: all states and the event processing of RFC 9293 section 3.10; maximum segment size, window scale,
 * timestamps with PAWS, SACK and D-SACK; retransmission after RFC 6298; loss detection by duplicate acknowledgments
 * (RFC 6675, RFC 6582) or by time (RACK-TLP, RFC 8985); NewReno (RFC 5681) and CUBIC (RFC 9438); zero-window probes,
 * keep-alive, user time-out; the protections of RFC 5961; initial sequence numbers of RFC 6528; SYN cookies beyond a
 * bounded backlog; TIME-WAIT with reuse (RFC 6191).
 *
 * <p>
 * What is not there: explicit congestion notification (RFC 3168; its bits are ignored), TCP Fast Open, proportional
 * rate reduction, pacing, and data in SYN segments (a payload on a SYN is dropped and the peer sends it again).
 */
@NullMarked
package io.creel.ip.tcp;

import org.jspecify.annotations.NullMarked;
