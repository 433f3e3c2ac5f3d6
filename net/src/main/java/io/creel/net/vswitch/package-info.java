/**
 * A learning Ethernet switch in memory whose ports are NICs of one JVM. Open a port with
 * {@code Nics.open("switch:NAME")}.
 */
@NullMarked
package io.creel.net.vswitch;

import org.jspecify.annotations.NullMarked;
