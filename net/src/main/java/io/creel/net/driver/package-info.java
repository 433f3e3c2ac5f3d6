/**
 * Write a NIC driver of your own. A program that only uses NICs needs nothing of this package.
 *
 * <p>
 * A driver has four small parts: a {@link io.creel.net.driver.DriverNic} (a {@link io.creel.net.driver.DeviceNic} if it
 * holds memory or a descriptor of the kernel), a {@link io.creel.net.driver.DriverRxQueue} per queue pair, a
 * {@link io.creel.net.driver.TxDevice} per queue pair behind a {@link io.creel.net.driver.DriverTxQueue}, and a
 * {@link io.creel.net.driver.NicDriver} that opens the NIC by a word. One {@link io.creel.net.driver.DriverPackets} per
 * device begins and ends the flights of its packets. {@code io.creel.net.memory} is the shortest
 * driver to read, {@code io.creel.net.tap} the shortest with a kernel behind it.
 *
 * <p>
 * <b>A driver cannot break the ownership of a packet unnoticed.</b> A step that does not fit the state of the packet or
 * its holder throws {@link java.lang.IllegalStateException} and changes nothing.
 */
@NullMarked
package io.creel.net.driver;

import org.jspecify.annotations.NullMarked;
