/**
 * What happens when a class is loaded: it is verified with the other classes of its jar or folder, and replaced by one
 * that throws the report if it is rejected. The JVM ignores what a transformer throws, so throwing would let it pass.
 */
package io.creel.agent.load;
