/**
 * The simulator: the policies of {@link io.creel.schedulers}, unchanged, on any number of cores, in a time of its own.
 *
 * <p>
 * Rule of this package: no other main code of this module may depend on it, and it holds no policy of its own. Whatever
 * decides where or when is a production class; the simulator only makes requests, lets time pass and charges costs. One
 * thread; the same seed gives the same bytes on every run and machine, so there is no clock, no floating-point function that
 * platforms may round differently, and no hash order anywhere in here.
 */
package io.creel.sim;
