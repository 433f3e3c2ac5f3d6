/**
 * Runs classes of service on one group of workers. A class is a named pair of where × when with a share and perhaps an
 * objective. Describe classes in code or as text, make {@link io.creel.schedulers.services.Services} of them, and swap
 * their policies while traffic flows. For one placement without classes, {@link io.creel.schedulers.services.Scheduler}
 * does the wiring.
 *
 * <p>
 * Rules of this package: it is written on {@link io.creel.schedulers.placement.Placement} and adds no decision to a
 * policy's. A swap loses no handle and doubles none. The error for a wrong configuration names the place and a correct
 * form.
 */
@NullMarked
package io.creel.schedulers.services;

import org.jspecify.annotations.NullMarked;
