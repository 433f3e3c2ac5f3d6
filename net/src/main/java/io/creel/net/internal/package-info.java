/**
 * Raw memory access for this module alone. Nothing here checks a bound: every caller has checked its own.
 */
package io.creel.net.internal;
