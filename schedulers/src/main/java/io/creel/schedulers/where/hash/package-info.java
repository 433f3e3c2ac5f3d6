/**
 * One queue per worker, chosen by the flow (d-FCFS). A flow stays on its worker, so its packets stay in order and its
 * state stays in that worker's cache; no worker helps one that has too much. The baseline of receive-side scaling.
 * Source: RSS as NICs do it, and IX (Belay et al., OSDI 2014).
 */
@NullMarked
package io.creel.schedulers.where.hash;

import org.jspecify.annotations.NullMarked;
