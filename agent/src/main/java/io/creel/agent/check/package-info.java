/**
 * The run-time checks: a weaver inserts calls before and after each annotated step, and these calls keep the state of
 * each value. Needs no agent: {@link Weaver#weave} is a function from class file to class file.
 */
package io.creel.agent.check;
