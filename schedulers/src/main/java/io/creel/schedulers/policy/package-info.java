/**
 * The registry of policies: one grammar for names and numbers, one place for defaults, filled by {@link java.util.ServiceLoader}.
 * Commands, classes of service, the simulator and the replay all read policies here.
 *
 * <p>
 * Rule of this package: it knows no policy by name except {@code central} and {@code fifo}, which stand for what a text leaves
 * out. A policy's name, sentence, numbers and source are in the provider inside the policy's own class.
 */
package io.creel.schedulers.policy;
