/** An annotation processor that tells the compiler's user whether the annotations make sense. It sees no bodies. */
package io.creel.verifier.processor;
