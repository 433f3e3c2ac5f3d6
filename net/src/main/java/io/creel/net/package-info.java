/**
 * Open a NIC with {@link io.creel.net.Nics#open}, poll packets from its receive queues, and transmit or release each of
 * them. A {@link io.creel.net.PacketBody} is the logic that runs for one packet as a coroutine.
 *
 * <p>
 * <b>A packet has one owner</b> from {@link io.creel.net.RxQueue#poll poll} (or
 * {@link io.creel.net.PacketPool#allocate allocate}) until it is transmitted or released. A caller that ends an
 * ownership it does not have gets an {@link java.lang.IllegalStateException}. Full and empty are return values, and
 * every loss is counted by reason in {@link io.creel.net.NicStatistics}.
 *
 * <p>
 * Threads: one thread at a time polls an {@link io.creel.net.RxQueue}. Any thread may transmit, allocate, release and
 * close, also during other calls. No method takes a lock, and only {@link io.creel.net.RxQueue#awaitReadable} waits.
 * All the others may be called from a coroutine, also from one that has changed its thread: the polling thread is
 * recognised there, too.
 */
@NullMarked
package io.creel.net;

import org.jspecify.annotations.NullMarked;
