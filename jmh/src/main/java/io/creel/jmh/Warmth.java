package io.creel.jmh;

import io.creel.jmh.servers.ServerPeer;

/** Loads a server until its code is compiled. */
final class Warmth {
    private static final int MOST_LOADS = 8;
    /** A load during which the compilers work for less is as good as one without. */
    private static final long COMPILED_MS = 60;

    private Warmth() {
    }

    /** Asks a server for a while. */
    interface Load {
        /**
         * Runs to its end.
         *
         * @param begin
         *            told when it begins to count
         * @return how many operations there were from then on
         */
        long run(Begin begin) throws Exception;
    }

    static void awaitCompiled(ServedPeer served, ServerRun run, Load load) throws Exception {
        long before = served.askNumber(ServerPeer.COMPILED_MS);
        for (int i = 0; i < (run.settings.quick() ? 1 : MOST_LOADS); i++) {
            load.run(() -> {
            });
            long now = served.askNumber(ServerPeer.COMPILED_MS);
            run.settings.log().println(served.name + ": compiled for " + (now - before) + " ms in a load");
            if (now - before < COMPILED_MS) {
                return;
            }
            before = now;
        }
    }
}
