/** What the run-time checks of the agent cost. */
package io.creel.jmh.check;
