/**
 * {@code creel dump}: inspects another JVM on this machine by the attach mechanism of the JDK's own tools. The
 * inspected JVM loads one small class, takes the dump, and writes it to a file.
 */
package io.creel.cli.dump;
