package io.creel.core;

/**
 * Which carriers may resume a coroutine after it has begun.
 *
 * <p>
 * The JIT compiler may remember the current thread across a suspension. A coroutine that changes thread then sees a
 * stale {@code Thread.currentThread()}. The {@code ControlIntrinsic} line of {@code creel.args} prevents that, unless
 * another argument controls intrinsics: {@code ControlIntrinsic} or {@code DisableIntrinsic} as an option, as a
 * command, or in a line of a {@code CompileCommandFile} or a {@code CompilerDirectivesFile}. Creel reads such a file,
 * so a file without control of intrinsics does no harm. {@link JvmArguments#undoing} lists the arguments found.
 */
public enum Mobility {
    /**
     * Only the carrier that started it. A resume by another carrier pushes the handle into the inbox of the home
     * carrier.
     */
    HOMED,
    /** Any carrier. Refused if the JVM lacks the protecting arguments, or has an argument that undoes them. */
    ROAMING
}
