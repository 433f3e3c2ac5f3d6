package io.creel.jmh;

import java.util.List;

/** A part of the table of the servers. It ends within five minutes. */
interface ServerPart {
    /** Returns the word after {@code -p part=}. */
    String name();

    /** Returns the goals of the table, one per line of the part. */
    List<ServerGoal> goals();

    /** Returns whether Creel must not allocate in the operations of this part. */
    default boolean isWithoutGarbage() {
        return false;
    }

    /** Measures all peers once, one after the other. */
    List<Sample> round(int round, ServerRun run) throws Exception;
}
