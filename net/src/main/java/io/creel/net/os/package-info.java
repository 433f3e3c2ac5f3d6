/**
 * The operating system, called directly: raw Linux system calls, and what they leave behind.
 *
 * <p>
 * No native library. Calls return a negative error number on failure, as the kernel itself does, so that the hot path
 * can treat "later" as a value; {@link io.creel.net.os.OsException} makes a sentence of it where it is final. Addresses
 * are absolute; whoever passes one keeps its memory alive until the call returns.
 */
package io.creel.net.os;
