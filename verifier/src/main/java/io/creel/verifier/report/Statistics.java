package io.creel.verifier.report;

/**
 * What a verification has looked at.
 *
 * @param classes
 *            the classes that were read in full
 * @param methods
 *            their methods with code
 * @param checked
 *            the methods that touch something specified, and were therefore followed
 * @param states
 *            the states that were kept
 * @param unchecked
 *            the methods that are marked {@code @Unchecked} or trusted by the caller
 * @param elapsedMs
 *            milliseconds
 */
public record Statistics(int classes, int methods, int checked, long states, int unchecked, long elapsedMs) {
    /** One line. */
    public String text() {
        return "classes=" + classes + ", methods=" + methods + ", checked=" + checked + ", skipped="
                + (methods - checked - unchecked) + ", unchecked=" + unchecked + ", states=" + states + ", elapsed="
                + elapsedMs + " ms";
    }
}
