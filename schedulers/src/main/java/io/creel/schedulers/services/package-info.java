/**
 * Classes of service: named pairs of where × when, each with a share and perhaps an objective, on one group of workers; in code
 * or as text, and swapped while traffic flows.
 *
 * <p>
 * Rule of this package: it is written on {@link io.creel.schedulers.placement.Placement} and adds no decision to a policy's. A
 * swap loses no handle and doubles none; a configuration that is wrong says where, and what would have been right.
 */
package io.creel.schedulers.services;
