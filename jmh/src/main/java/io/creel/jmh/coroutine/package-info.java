/**
 * The cost of a coroutine: to switch, to start, to keep.
 *
 * <p>
 * Rule of this package: a peer does the same work, over as many live ones, in the same order, and its class documents
 * what it does and what it leaves out. This is the only package besides {@code io.creel.core} that touches {@code
 * jdk.internal.vm}, because the bare continuation is the floor that Creel is measured against.
 */
package io.creel.jmh.coroutine;
