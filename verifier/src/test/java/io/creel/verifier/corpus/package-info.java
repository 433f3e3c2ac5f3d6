/** Programs that the verifier must reject, each beside its smallest repair, and programs that only look guilty. */
package io.creel.verifier.corpus;
