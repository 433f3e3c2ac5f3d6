package io.creel.core;

import java.lang.StackWalker.Option;
import java.lang.StackWalker.StackFrame;
import java.util.Iterator;

/** Finds the frame that pins the caller's stack: a frame of native code, which the JVM cannot copy. */
final class PinningFrame {
    private PinningFrame() {
    }

    /** Returns a description of the innermost pinning frame. */
    static String find() {
        return StackWalker.getInstance(Option.SHOW_HIDDEN_FRAMES).walk(frames -> find(frames.iterator()));
    }

    private static String find(Iterator<StackFrame> frames) {
        String called = "unknown";
        while (frames.hasNext()) {
            StackFrame frame = frames.next();
            String type = frame.getClassName();
            if (frame.getMethodName().equals("<clinit>")) {
                return "class initialiser of " + type; // the JVM calls it from native code
            }
            if (frame.isNativeMethod()) {
                return "native method " + type + "." + frame.getMethodName();
            }
            if (type.startsWith("jdk.internal.foreign.abi.UpcallStub")) {
                return "native code that called " + called;
            }
            if (!type.startsWith("java.lang.invoke.")) {
                called = type + "." + frame.getMethodName();
            }
        }
        return "unknown";
    }
}
