package io.creel.cli.tools;

import java.io.IOException;

/** Describes the failure that ended a run in a sentence. */
final class ToolFailures {
    private ToolFailures() {
    }

    /** Returns the message of an I/O error; for other exceptions also their class. */
    static String sentence(Throwable failure) {
        return failure instanceof IOException ? failure.getMessage() : failure.toString();
    }
}
