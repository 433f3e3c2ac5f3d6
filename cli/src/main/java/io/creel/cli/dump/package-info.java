/**
 * {@code creel dump}: looks into another JVM of this machine, by the attach mechanism of the JDK's own tools. The JVM that is looked
 * into loads one small class, takes the dump, and writes it to a file.
 */
package io.creel.cli.dump;
