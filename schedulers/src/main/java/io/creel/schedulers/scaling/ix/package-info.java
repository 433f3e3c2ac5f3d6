/**
 * IX's elastic scaling: slow, and slower down than up. One worker is added where a fast average of the queue lengths is above
 * 32, at the earliest 0.2 s after the last addition and 2 s after the last removal. One is given back where a slow average is
 * below 8 and the idle part of the active workers has been more than 1.2 times the share of one for 4 s. Source: IX (Belay et
 * al., OSDI 2014; Prekas et al., SoCC 2015; source read); that the fast average moves by half of the difference and the slow by a sixteenth, every 100 ms,
 * is ours.
 */
package io.creel.schedulers.scaling.ix;
