/**
 * The tools of the {@code creel} command that move packets: bridge, echo, generate, sink, capture.
 *
 * <p>
 * Each is a program that a user of the public API could write: a {@link io.creel.schedulers.WorkerGroup} with a worker
 * per queue pair, and a coroutine per packet. A packet leaves a tool in one of three ways, each of which is counted: it
 * is transmitted, released as the tool's purpose, or dropped for a named reason.
 */
package io.creel.cli.tools;
