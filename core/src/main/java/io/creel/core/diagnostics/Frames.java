package io.creel.core.diagnostics;

import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.internal.KernelAccess;
import java.util.Arrays;
import java.util.List;

/**
 * The part of a stack that is a coroutine's, innermost frame first, without the machinery below and above it. At most
 * {@value #MAX} frames.
 *
 * @param list
 *            the frames
 * @param cut
 *            whether there are more than are shown
 */
record Frames(List<StackTraceElement> list, boolean cut) {
    private static final KernelAccess KERNEL = KernelAccess.get();

    /** How many frames are shown. */
    static final int MAX = 64;
    /** How many have to be walked to show so many: those of the suspension lie on top. */
    static final int WALKED = MAX + 8;

    static final Frames NONE = new Frames(List.of(), false);

    /** The frames of what runs at a carrier, innermost first. From any thread; a moment's estimate. */
    static Frames of(Coroutine running, Carrier carrier) {
        return of(KERNEL.stackOf(running, carrier));
    }

    /** What a thread or a continuation gave. */
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

    /** How many frames lie above the loop that calls the bodies. */
    static int depthOfLoop(StackTraceElement[] frames) {
        for (int i = 0; i < frames.length; i++) {
            if (KERNEL.isLoop(frames[i])) {
                return i;
            }
        }
        return frames.length;
    }

    /** A frame as people write it, without loader and module. */
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
