/**
 * What this module's packages share and no other module sees: raw memory, where nothing checks a bound, so every caller has
 * checked its own; one caller at a time; and the way from {@code io.creel.net.driver} to what packets and pools keep from users.
 */
package io.creel.net.internal;
