/**
 * Fractional reservation: each type has a guaranteed part of every worker's slots instead of whole workers. So the idea
 * of DARC also works on two workers, where reserving one gives half of the machine away. Slots of a type are spread
 * evenly (every k-th one). A slot whose type has nothing waiting goes to the longest waiting handle, so no worker idles
 * while anything waits. Source: ours.
 */
@NullMarked
package io.creel.schedulers.where.fraction;

import org.jspecify.annotations.NullMarked;
