/**
 * Shared by the packages of this module and invisible to other modules: raw memory without bounds checks, a gate that
 * admits one caller at a time, and the access of {@code io.creel.net.driver} to members of packets and pools that are
 * hidden from users. A caller of the raw memory has checked its own bounds.
 */
@NullMarked
package io.creel.net.internal;

import org.jspecify.annotations.NullMarked;
