/**
 * The type whose oldest has used up the largest part of its objective goes first: max(wait ÷ SLO). Short requests with a tight
 * objective overtake long ones, yet a long one that waits gains on them all the time, so nobody starves. Source: Shinjuku
 * (Kaffes et al., NSDI 2019, source read), the multi-queue policy of its section 3.4.
 */
package io.creel.schedulers.when.sloratio;
