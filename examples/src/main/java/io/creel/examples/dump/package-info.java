/**
 * {@code creel dump}: looks into another JVM of this machine, by the attach mechanism and local JMX, as the JDK's own tools
 * do. Changes nothing there but that its local JMX agent runs from then on.
 */
package io.creel.examples.dump;
