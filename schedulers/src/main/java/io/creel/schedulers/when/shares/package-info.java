/**
 * Shares by virtual run time: each tenant's clock advances by the time it ran, divided by its weight, and the tenant
 * with the least virtual time goes first. A tenant that comes back after a pause starts at the present minimum: its
 * unused share is gone, so it cannot shut the others out to catch up. Source: Linux CFS and scx's vtime schedulers;
 * start-time fair queueing (Goyal et al., SIGCOMM 1996). Tenants are few and searched one by one; a tree pays from some
 * hundred on.
 *
 * <p>
 * A tenant is a flow of start-time fair queueing: its requests run in order of arrival. A preempted request makes room
 * for other tenants, never for its own, and goes on first when its tenant's turn comes. So a request that has a
 * nanosecond left waits for the other tenants' slices, not behind all requests of its own tenant.
 */
@NullMarked
package io.creel.schedulers.when.shares;

import org.jspecify.annotations.NullMarked;
