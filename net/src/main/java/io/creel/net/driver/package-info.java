/**
 * For authors of NIC drivers: what a driver extends, and the steps in the life of a packet that only a device takes. A program
 * that only uses NICs needs nothing of this package.
 *
 * <p>
 * A whole driver has four small parts: a {@link io.creel.net.driver.DriverNic} (a {@link io.creel.net.driver.DeviceNic} if it
 * holds memory or a descriptor of the kernel), a {@link io.creel.net.driver.DriverRxQueue} per queue pair, a
 * {@link io.creel.net.driver.TxDevice} per queue pair behind a {@link io.creel.net.driver.DriverTxQueue}, and a
 * {@link io.creel.net.driver.NicDriver} that opens it by a word. One {@link io.creel.net.driver.DriverPackets} for each device
 * begins and ends the flights of its packets. {@code io.creel.net.tap} is the shortest one to read.
 *
 * <p>
 * The rule of this package: <b>a driver cannot break the ownership of a packet without being told so</b>. A step that does not
 * fit the packet's state or its holder throws {@link java.lang.IllegalStateException} and changes nothing.
 */
package io.creel.net.driver;
