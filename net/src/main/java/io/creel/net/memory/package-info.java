/** A link that is nothing but memory, in one JVM: for tests, and between parts of one program. */
package io.creel.net.memory;
