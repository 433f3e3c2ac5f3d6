package io.creel.jmh;

import java.io.IOException;

/** Told when a load begins to count. */
interface Begin {
    /** The load begins to count now. */
    void now() throws IOException;
}
