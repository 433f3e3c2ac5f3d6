/**
 * Shares by virtual run time: each tenant's clock advances by what it ran, divided by its weight, and the tenant with the least
 * virtual time goes first. A tenant that comes back after a pause starts at the present minimum: what it did not use is gone, so
 * it cannot shut the others out to catch up. Source: Linux CFS and scx's vtime schedulers; start-time fair queueing (Goyal et
 * al., SIGCOMM 1996). Tenants are few and looked through; a tree pays from some hundred on.
 */
package io.creel.schedulers.when.shares;
