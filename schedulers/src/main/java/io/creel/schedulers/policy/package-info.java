/**
 * Makes policies by name. Ask {@link io.creel.schedulers.policy.Policies} for one: {@code central},
 * {@code two-queue(5us, 256)}. To add a policy of your own under a name, write a
 * {@link io.creel.schedulers.policy.PolicyProvider}. Commands, classes of service, the simulator and the replay all
 * read policies here.
 *
 * <p>
 * Rules of this package: there is one grammar for names and numbers and one place for defaults, filled by
 * {@link java.util.ServiceLoader}. The package knows no policy by name except {@code central} and {@code fifo}, which
 * stand for omitted parts of a text. A policy's name, description, numbers and source are in the provider inside the
 * policy's own class.
 */
@NullMarked
package io.creel.schedulers.policy;

import org.jspecify.annotations.NullMarked;
