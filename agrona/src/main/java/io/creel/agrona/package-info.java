/** Adapts Agrona's idle strategies; {@link io.creel.agrona.AgronaIdle} is all there is. */
package io.creel.agrona;
