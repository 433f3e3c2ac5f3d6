/**
 * IX's elastic scaling: slow, and slower down than up. Every 10 ms each queue's length goes into a fast average (half
 * old, half new) and a slow one (seven eighths old), and the idle part of the active workers goes into a fast one. The
 * policy decides every 100 ms.
 *
 * <p>
 * One worker is added if the <em>longest</em> queue by the fast average is above 32, at the earliest 0.2 s after the
 * last addition and 2 s after the last removal. One worker is given back if the <em>average</em> queue by the slow
 * average is below 8 and the idle part is more than 1.2 times the share of one worker now, at the earliest 4 s after
 * the last addition and the last removal.
 *
 * <p>
 * Source: IX (Belay et al., OSDI 2014; Prekas et al., SoCC 2015; source read: {@code ixcp.py}, {@code ethqueue.c}). IX
 * averages a queue over the polls of 10 ms, and a queue belongs to a core; here its length is looked at every 10 ms,
 * and the average is taken over the queues or over the active workers, whichever are fewer. The beginning counts as an
 * addition, because a placement begins with all its workers.
 */
@NullMarked
package io.creel.schedulers.scaling.ix;

import org.jspecify.annotations.NullMarked;
