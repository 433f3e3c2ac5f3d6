package io.creel.core;

/**
 * {@link CoroutineDump} for those who look from outside the JVM, by JMX; what {@code creel dump PID} asks. Operations, not
 * attributes: a console that shows all attributes must not take a dump every second.
 */
public interface CoroutineDumpMXBean {
    /**
     * Takes a dump, for people.
     *
     * @throws IllegalStateException
     *             where another thread takes one just now
     */
    String text();

    /**
     * Takes a dump, for programs.
     *
     * @throws IllegalStateException
     *             where another thread takes one just now
     */
    String json();
}
