package io.creel.cli.tools;

import java.io.IOException;

/** What ended a run, as a sentence. */
final class ToolFailures {
    private ToolFailures() {
    }

    /** Failures of the disk speak for themselves; others are Creel's or the program's, and say what they are. */
    static String sentence(Throwable failure) {
        return failure instanceof IOException ? failure.getMessage() : failure.toString();
    }
}
