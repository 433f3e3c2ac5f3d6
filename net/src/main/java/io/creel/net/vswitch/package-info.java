/** A learning Ethernet switch in memory: its ports are NICs of one JVM. */
package io.creel.net.vswitch;
