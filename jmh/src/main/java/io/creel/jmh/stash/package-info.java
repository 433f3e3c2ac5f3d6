/**
 * What waiting costs: to put a handle into a stash and to take it out again.
 *
 * <p>
 * Rule of this package: a peer is what somebody would use without Creel, over as many elements, in the same order. Creel's
 * figures hold its checks of ownership at every push and pop; no peer has such checks.
 */
package io.creel.jmh.stash;
