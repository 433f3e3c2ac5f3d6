/** {@code creel dump}: prints the coroutines of another JVM on this machine. */
package io.creel.cli.dump;
