/**
 * Internet hosts over any NIC: the values that all protocols share, and the host that joins their steps.
 *
 * <p>
 * Rules of this module. A step is a small class that names its RFC section and carries its safety rules as annotations
 * of {@code io.creel.core.spec}. Bad packets are counted and never throw. The path of a packet allocates nothing. Time
 * and randomness are injected. Nothing here knows which worker resumes it.
 */
@NullMarked
package io.creel.ip;

import org.jspecify.annotations.NullMarked;
