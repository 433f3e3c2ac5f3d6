/**
 * Checks class files against the safety rules that annotations of {@code io.creel.core.spec} state. To check classes in
 * a test, call {@link io.creel.verifier.Verifier#verify} and {@link io.creel.verifier.VerifierResult#assertAccepted}.
 * To check jars and folders from the shell, run {@link io.creel.verifier.Main}.
 *
 * <p>
 * The verifier knows no rule of a specific class: all come from annotations and from specification files.
 */
package io.creel.verifier;
