package io.creel.verifier.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * Something that happened to a value, with the events before it.
 *
 * @param order
 *            a number that grows in the order in which the engine met the events
 * @param line
 *            the source line
 * @param text
 *            a phrase
 * @param before
 *            the previous event; {@code null} for the first
 */
record Event(int order, int line, String text, Event before) {
    List<Event> all() {
        List<Event> found = new ArrayList<>();
        for (Event each = this; each != null; each = each.before) {
            found.add(0, each);
        }
        return found;
    }
}
