/**
 * Scheduling by message: {@link io.creel.servers.message.MessageService} makes each message of a connection a coroutine
 * of its own, with a class, in a place that the caller names. {@link io.creel.servers.message.WorkProtocol} is a
 * protocol to measure with, which needs nothing of Creel.
 */
@NullMarked
package io.creel.servers.message;

import org.jspecify.annotations.NullMarked;
