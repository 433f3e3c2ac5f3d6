package io.creel.verifier.fuzz;

/** As {@link ClassFileTarget}, with a planted fault: it fails at any report. */
public final class ClassFileCanary {
    private ClassFileCanary() {
    }

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        String text = ClassFileTarget.verify(input);
        if (text.contains("error[CR095]")) {
            throw new IllegalStateException("planted: " + text);
        }
    }
}
