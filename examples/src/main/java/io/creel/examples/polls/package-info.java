/**
 * A server whose requests never call Creel while they compute. With preemption polls, a short request need not wait for
 * a long one on the same worker.
 */
package io.creel.examples.polls;
