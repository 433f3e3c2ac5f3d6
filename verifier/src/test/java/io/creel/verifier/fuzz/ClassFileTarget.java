package io.creel.verifier.fuzz;

import io.creel.verifier.Verifier;
import io.creel.verifier.VerifierResult;
import io.creel.verifier.contract.BadInput;
import java.util.regex.Pattern;

/** Verifies any bytes as a class file. The verifier reports, or refuses the bytes by one sentence with a code. */
public final class ClassFileTarget {
    private static final Pattern SENTENCE = Pattern.compile("error\\[CR09\\d]: [^\n]+");

    private ClassFileTarget() {
    }

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        verify(input);
    }

    /** Returns the text of the report or of the refusal. */
    static String verify(byte[] input) {
        try {
            VerifierResult result = new Verifier().add("Fuzzed.class", input).run();
            result.json();
            return result.text();
        } catch (BadInput refused) {
            if (!SENTENCE.matcher(refused.getMessage()).matches()) {
                throw new AssertionError("no sentence with a code: " + refused.getMessage(), refused);
            }
            return refused.getMessage();
        }
    }
}
