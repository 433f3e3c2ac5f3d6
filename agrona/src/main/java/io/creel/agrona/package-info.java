/** Adapts Agrona's idle strategies by one class, {@link io.creel.agrona.AgronaIdle}. */
package io.creel.agrona;
