/** The agent: one JVM argument that makes a program run under the specification. Runs before the program's classes. */
package io.creel.agent;
