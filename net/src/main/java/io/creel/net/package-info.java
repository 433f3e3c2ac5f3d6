/**
 * Packets with one owner, and the NICs they come from and go to.
 *
 * <p>
 * The rule of this package: <b>a packet has one owner</b> from {@link io.creel.net.RxQueue#poll poll} (or
 * {@link io.creel.net.PacketPool#allocate allocate}) until it is transmitted or released. Ending an ownership one does
 * not have throws {@link java.lang.IllegalStateException}. Full and empty are return values, and whatever is lost is
 * counted by reason in {@link io.creel.net.NicStatistics}.
 *
 * <p>
 * Threads: an {@link io.creel.net.RxQueue} is polled by one thread at a time; transmitting, allocating and releasing
 * are open to every thread, and so is closing, beside any call. Nothing here takes a lock or waits, and the thread that polls
 * is recognised also in a coroutine that has changed thread, so all of it may be called from a coroutine.
 */
package io.creel.net;
