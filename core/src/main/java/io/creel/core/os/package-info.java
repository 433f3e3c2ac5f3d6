/**
 * The operating system as Creel's other modules need it: system calls, and a wait for descriptors. Exported to Creel's
 * modules only; user code cannot name it.
 *
 * <p>
 * Rules for maintainers: it uses {@code java.lang.foreign} only, and nothing of the kernel, {@code io.creel.core}, but
 * the JVM's arguments. A caller asks {@link io.creel.core.os.NativeCall#refusal()} first and does without if it must.
 */
@NullMarked
package io.creel.core.os;

import org.jspecify.annotations.NullMarked;
