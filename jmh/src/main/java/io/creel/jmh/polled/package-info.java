/** Code that never calls Creel. Benchmarks load it as it is, and with polls. */
package io.creel.jmh.polled;
