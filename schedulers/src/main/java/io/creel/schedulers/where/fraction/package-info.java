/**
 * Fractional reservation: each type has a guaranteed part of every worker's slots instead of whole workers, so that the idea of
 * DARC also works on two workers, where reserving one gives half of the machine away. Slots of a type are spread evenly (every
 * k-th one); a slot whose type has nothing waiting is served to whoever waits longest, so nothing idles while anything waits.
 * Source: ours.
 */
package io.creel.schedulers.where.fraction;
