/**
 * How many workers are active. Rule of this package: a policy is a class of its own in a folder of its own, with a test and a
 * paragraph that names its source and its constants. It sees only {@link io.creel.schedulers.where.Signals} and the time it is
 * called with.
 */
package io.creel.schedulers.scaling;
