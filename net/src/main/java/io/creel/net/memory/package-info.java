/**
 * A link in memory between two ends in one JVM: for tests, and between parts of one program. Make one with
 * {@link io.creel.net.memory.MemoryNic#pair()}.
 */
@NullMarked
package io.creel.net.memory;

import org.jspecify.annotations.NullMarked;
