package io.creel.cli.top;

import java.io.IOException;
import java.nio.file.Path;

/** Answers the questions of {@code creel top}. For one thread; any thread may close it. */
interface ViewSource extends AutoCloseable {
    /** Returns the process that answers. */
    long pid();

    /** Takes a live view, as JSON; a program that has loaded Creel twice returns a line for each. */
    String view() throws IOException;

    /** Takes a dump, as text. */
    String dump() throws IOException;

    /** Carries out an order; returns a sentence. */
    String order(String verb, String argument) throws IOException;

    /** Lets the process write to a file that this process has created. */
    void share(Path file) throws IOException;

    @Override
    void close();
}
