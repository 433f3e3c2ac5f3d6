/**
 * The cost of moving frames: in memory under JMH, and over a real link between two network namespaces, on which a
 * process per peer echoes another process's frames.
 */
package io.creel.jmh.nic;
