/**
 * Serves the type whose oldest handle has used up the largest part of its objective: max(wait ÷ SLO). Short requests
 * with a tight objective overtake long ones, yet a long request that waits gains on them all the time, so no request
 * starves. A preempted request goes to the tail of its type with the ready time it had. Source: Shinjuku (Kaffes et
 * al., NSDI 2019, source read), the multi-queue policy of its section 3.4; its dispatcher puts a preempted request at
 * the tail of its type, with the old time stamp. There a request is preempted because its time is up; here only if
 * another one waits.
 */
@NullMarked
package io.creel.schedulers.when.sloratio;

import org.jspecify.annotations.NullMarked;
