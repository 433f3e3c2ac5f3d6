/**
 * Decides how many workers are active. To use a policy, give it to
 * {@link io.creel.schedulers.placement.PlacementBuilder#scaling}.
 *
 * <p>
 * Rules of this package: a policy is a class of its own in a folder of its own, with a test and a paragraph that names
 * its source and its constants. It sees only {@link io.creel.schedulers.where.Signals} and the time it is called with.
 */
@NullMarked
package io.creel.schedulers.scaling;

import org.jspecify.annotations.NullMarked;
