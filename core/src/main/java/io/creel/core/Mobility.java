package io.creel.core;

/**
 * Who may resume a coroutine once it has started.
 *
 * <p>
 * The JIT compiler may remember the current thread across a suspension, so a coroutine that changes thread sees a stale
 * {@code Thread.currentThread()} unless the JVM runs with the {@code ControlIntrinsic} line of {@code creel.args}, and without
 * another argument that controls intrinsics: {@code ControlIntrinsic} or {@code DisableIntrinsic} as an option, a command or a line
 * of a {@code CompileCommandFile} or {@code CompilerDirectivesFile}. Either file is read, so one that controls no intrinsic does no
 * harm; {@link JvmArguments#undoing} lists the rest.
 */
public enum Mobility {
    /** Only the carrier that started it. A resume by another carrier becomes a push into the home carrier's inbox. */
    HOMED,
    /** Any carrier. Refused if the JVM lacks the protecting arguments or has one that undoes them. */
    ROAMING
}
