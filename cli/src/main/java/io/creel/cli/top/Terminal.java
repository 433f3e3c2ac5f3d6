package io.creel.cli.top;

import java.io.IOException;

/** A terminal that shows frames and gives keys. For one thread. */
interface Terminal extends AutoCloseable {
    /** No key was pressed. */
    int NONE = -1;
    /** The escape key. */
    int ESCAPE = 27;

    /** Returns the width now, in columns. */
    int columns();

    /** Returns the height now, in lines. */
    int lines();

    /** Waits a tenth of a second for a key; returns its byte, or {@link #NONE}. */
    int key() throws IOException;

    /** Writes a whole frame at once. */
    void write(String frame) throws IOException;

    /** Restores the terminal. */
    @Override
    void close();
}
