/**
 * Runs a small program over every schedule up to a bound, with the checks of the specification on: the oracle that says
 * whether a rule can be broken.
 *
 * <p>
 * Rule of this package: everything that may differ between two runs is asked of the explorer.
 */
@NullMarked
package io.creel.oracle;

import org.jspecify.annotations.NullMarked;
