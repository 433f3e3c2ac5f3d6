/**
 * An HTTP/1.1 server (RFC 9112, RFC 9110) over {@code io.creel.servers.TcpService}. {@link
 * io.creel.servers.http.HttpService} serves a connection in one coroutine: it parses a request, lets an {@link
 * io.creel.servers.http.HttpHandler} answer it, and goes on with the next, which may have been received already.
 *
 * <p>
 * <b>No guesses.</b> A message that two parsers may read in two ways is refused, and the connection is closed: that is
 * what request smuggling lives on. {@link io.creel.servers.http.HttpRefusal} lists every reason with its section of the
 * RFC.
 *
 * <p>
 * <b>Bounds.</b> {@link io.creel.servers.http.HttpLimits} bounds every part of a request, and how long a client may
 * take for it. Between two requests a connection holds no buffer. A request and its answer allocate nothing, unless the
 * handler asks for text.
 */
@NullMarked
package io.creel.servers.http;

import org.jspecify.annotations.NullMarked;
