package io.creel.core.diagnostics;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Describes the objects of one module for a {@link LiveView}. Found by {@link java.util.ServiceLoader}.
 *
 * <p>
 * Threads: any, and several at once. A part only reads counters and estimates; it stops no worker.
 */
public interface LiveViewPart {
    /**
     * Returns sections of the view.
     *
     * @return per section its name and its content: a map with text keys, a list, a text, a number, a boolean or
     *         {@code null}, nested as deep as needed
     */
    Map<String, ?> describe();

    /**
     * Carries out an order of an operator.
     *
     * @param verb
     *            what to do
     * @param argument
     *            to what; may be empty
     * @return a sentence that says what has happened; {@code null} if this part does not know the verb
     * @throws IllegalArgumentException
     *             if the argument is wrong; the message is a sentence, and nothing has changed
     */
    default @Nullable String order(String verb, String argument) {
        return null;
    }
}
