package io.creel.verifier.report;

import java.util.List;

/**
 * One fault.
 *
 * @param code
 *            the kind of fault
 * @param type
 *            the binary name of the class
 * @param method
 *            the method as a reader of the source names it
 * @param file
 *            the name of the source file
 * @param line
 *            the source line; 0 if unknown
 * @param headline
 *            a sentence
 * @param path
 *            what happened on the way, in its order
 * @param needed
 *            what the rule needs; empty if the headline says it all
 * @param found
 *            what is there instead
 * @param requiredBy
 *            the annotation and where it stands; empty if there is none
 * @param help
 *            a way out
 */
public record RuleFault(Code code, String type, String method, String file, int line, String headline,
        List<PathStep> path,
        String needed, String found, String requiredBy, String help) {
    /**
     * One step on the way to a fault.
     *
     * @param line
     *            the source line
     * @param text
     *            what happened there
     */
    public record PathStep(int line, String text) {
    }
}
