package io.creel.jmh;

import java.io.IOException;
import java.util.List;

/** Where a server runs, and its client. */
interface ServerPlace extends AutoCloseable {
    /** Returns the words that run a program at the server's end, on its core. */
    List<String> server(List<String> words);

    /** Returns the words that run a program at the client's end, on its core. */
    List<String> client(List<String> words);

    @Override
    void close() throws IOException;
}
