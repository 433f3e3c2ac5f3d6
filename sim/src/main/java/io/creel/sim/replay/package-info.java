/**
 * What a <em>where</em> policy decided on real workers and what it saw when it did, and the same policy asked again: a record that
 * answers "why here, why now", and whose replay must come to the same decisions.
 */
package io.creel.sim.replay;
