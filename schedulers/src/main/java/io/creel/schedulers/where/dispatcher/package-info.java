/**
 * One worker receives and hands out; the others run network and application inline. The dispatcher never runs a
 * request, so no arrival waits unseen for a request to end; the price is a worker. Source: Shinjuku (Kaffes et al.,
 * NSDI 2019) and the data planes after it.
 */
@NullMarked
package io.creel.schedulers.where.dispatcher;

import org.jspecify.annotations.NullMarked;
