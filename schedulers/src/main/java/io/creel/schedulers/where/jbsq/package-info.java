/**
 * Join bounded shortest queue, JBSQ(k): one central queue, and at most k = 2 requests at a worker. They are the running
 * one and one that is there when it ends, so that no worker ever waits for the dispatcher's answer. An arrival goes to
 * the least occupied worker below k. If there is none it waits centrally, in order, and moves to the first worker that
 * falls below k. If worker 0 dispatches, it runs requests itself while all others are full, provided that the first of
 * their slices ends later than a tenth of a slice from now: its slack. Source: Concord (Iyer et al., SOSP 2023, source
 * read); JBSQ from nanoPU and RPCValet.
 */
@NullMarked
package io.creel.schedulers.where.jbsq;

import org.jspecify.annotations.NullMarked;
