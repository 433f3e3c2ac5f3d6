/**
 * Direct calls to the operating system: raw Linux system calls, and the resources that they create. No native library
 * is needed.
 *
 * <p>
 * Like the kernel itself, a call returns a negative error number on failure, so that the hot path can treat "later" as
 * a value. {@link io.creel.net.os.OsException} makes a sentence of a final error. Addresses are absolute; the caller
 * that passes one keeps its memory alive until the call returns.
 */
@NullMarked
package io.creel.net.os;

import org.jspecify.annotations.NullMarked;
