/**
 * The cost of waiting: to put a handle into a stash and to take it out.
 *
 * <p>
 * Rule of this package: a peer is the structure that a program would use without Creel, with as many elements, in the
 * same order. Creel's figures include its checks of ownership at every push and pop; no peer has such checks.
 */
package io.creel.jmh.stash;
