/**
 * Attaches to another JVM on this machine by the mechanism of the JDK's own tools. The other JVM loads one small class
 * that finds Creel there. Data passes through files and a socket in the file system, never through the network.
 */
package io.creel.cli.attach;
