/**
 * What moving frames costs: in memory under JMH, and over a real link between two network namespaces, where a process per
 * peer echoes what another one sends.
 */
package io.creel.jmh.nic;
