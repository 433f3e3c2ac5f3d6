/**
 * A learning Ethernet switch in memory whose ports are NICs of one JVM. Open a port with
 * {@code Nics.open("switch:NAME")}.
 */
package io.creel.net.vswitch;
