package io.creel.jmh;

import io.creel.jmh.servers.ServerPeer;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;

/** Measures the processor time of the servers' core under a load. */
final class CoreRound {
    /** Other processes may have this share of the core; otherwise the round is void. */
    private static final double MOST_FOREIGN = 0.05;

    private CoreRound() {
    }

    /** What there was when a load began to count. */
    private static final class Beginning implements Begin {
        private final ServedPeer served;
        private long allocatedBytes;
        private CoreTime core;

        Beginning(ServedPeer served) {
            this.served = served;
        }

        @Override
        public void now() throws IOException {
            allocatedBytes = served.askNumber(ServerPeer.ALLOCATED);
            core = served.coreTime();
        }
    }

    /** Returns the time of the core per operation, from the first load that counts, or from the least disturbed one. */
    static Sample measure(ServedPeer served, ServerRun run, Map<String, String> params, int round,
            Warmth.Load load) throws Exception {
        Sample best = null;
        double leastForeign = 0;
        while (true) {
            var begin = new Beginning(served);
            long operations = load.run(begin);
            CoreTime used = served.coreTime().since(begin.core);
            double bytes = (double) (served.askNumber(ServerPeer.ALLOCATED) - begin.allocatedBytes) / operations;
            double foreign = (double) used.foreignNs() / used.atNs();
            boolean isVoid = foreign > MOST_FOREIGN;
            if (best == null || foreign < leastForeign) {
                best = new Sample(served.name, params, round, (double) used.serverNs() / operations, bytes);
                leastForeign = foreign;
            }
            String line = String.format(Locale.ROOT,
                    "%s, round %d: %,d operations in %.2f s; core: server %.0f %%, of it softirq %.0f %%,"
                            + " other processes %.1f %%%s",
                    served.name, round, operations, used.atNs() / 1e9, 100.0 * used.serverNs() / used.atNs(),
                    100.0 * used.softirqNs() / used.atNs(), 100 * foreign, isVoid ? ": void" : "");
            run.settings.log().println(served.name + " has counted: " + served.ask(ServerPeer.COUNTED));
            run.measured(line, isVoid);
            if (!isVoid || !run.mayRepeat()) {
                run.taken(best, leastForeign > MOST_FOREIGN);
                return best;
            }
        }
    }
}
