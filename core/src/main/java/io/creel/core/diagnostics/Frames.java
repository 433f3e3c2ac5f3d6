package io.creel.core.diagnostics;

import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.internal.KernelAccess;
import java.util.Arrays;
import java.util.List;

/**
 * The frames of a coroutine, innermost first, without the kernel's frames below and above them. At most {@value #MAX}
 * frames.
 *
 * @param list
 *            the frames
 * @param cut
 *            whether the stack has more frames
 */
record Frames(List<StackTraceElement> list, boolean cut) {
    private static final KernelAccess KERNEL = KernelAccess.get();

    /** The largest number of frames shown. */
    static final int MAX = 64;
    /** The number of frames to walk for that: the frames of the suspension lie on top. */
    static final int WALKED = MAX + 8;

    static final Frames NONE = new Frames(List.of(), false);

    /** Returns the frames of the coroutine that runs on a carrier, innermost first. Any thread; an estimate. */
    static Frames of(Coroutine running, Carrier carrier) {
        return of(KERNEL.stackOf(running, carrier));
    }

    /** Returns the coroutine's part of the frames of a thread or a continuation. */
    static Frames of(StackTraceElement[] walked) {
        int loop = depthOfLoop(walked);
        int first = 0;
        while (first < loop && KERNEL.isMachinery(walked[first])) {
            first++;
        }
        int end = loop;
        while (end > first && KERNEL.isMachinery(walked[end - 1])) {
            end--;
        }
        int shown = Math.min(end, first + MAX);
        boolean goesOn = shown < end || loop == walked.length && walked.length == WALKED;
        return new Frames(List.of(Arrays.copyOfRange(walked, first, shown)), goesOn);
    }

    /** Returns the number of frames above the loop that calls the bodies. */
    static int depthOfLoop(StackTraceElement[] frames) {
        for (int i = 0; i < frames.length; i++) {
            if (KERNEL.isLoop(frames[i])) {
                return i;
            }
        }
        return frames.length;
    }

    /** Returns a frame as people write it, without class loader and module. */
    static String text(StackTraceElement frame) {
        return frame.getClassName() + "." + frame.getMethodName() + "(" + place(frame) + ")";
    }

    private static String place(StackTraceElement frame) {
        String file = frame.getFileName();
        if (frame.isNativeMethod()) {
            return "Native Method";
        }
        if (file == null) {
            return "Unknown Source";
        }
        return frame.getLineNumber() < 0 ? file : file + ":" + frame.getLineNumber();
    }
}
