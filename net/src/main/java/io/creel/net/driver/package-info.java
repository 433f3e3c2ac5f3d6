/**
 * For authors of NIC drivers: what a driver extends, and the steps in the life of a packet that only a device takes. A program
 * that only uses NICs needs nothing of this package.
 *
 * <p>
 * A whole driver is a {@link io.creel.net.Nic} with a subclass of {@link io.creel.net.driver.DriverRxQueue} and a transmit
 * queue per pair, and a {@link io.creel.net.driver.NicDriver} that opens it by a word.
 */
package io.creel.net.driver;
