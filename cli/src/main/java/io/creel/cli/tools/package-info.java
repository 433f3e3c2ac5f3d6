/**
 * The tools of the {@code creel} command that move packets between NICs and people: bridge, echo, generate, sink, capture.
 *
 * <p>
 * Each is a program a user of the public API could write: a {@link io.creel.schedulers.WorkerGroup} with a worker per queue
 * pair, and a coroutine per packet. A packet that a tool takes leaves it in one of three ways, each of which is counted:
 * transmitted, released because that is what the tool does, or dropped for a reason with a name.
 */
package io.creel.cli.tools;
