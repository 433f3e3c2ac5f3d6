/**
 * The data-flow engine: values, facts about them, and what each instruction does to the facts. It learns every rule
 * from contracts. One {@link io.creel.verifier.engine.MethodCheck} checks one method.
 *
 * <p>
 * Rule for maintainers: facts are immutable, states are not. A fault is reported only after the fixpoint.
 */
package io.creel.verifier.engine;
