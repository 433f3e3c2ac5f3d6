package io.creel.cli.colocation;

import io.creel.cli.CpuWork;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;

/** Runs one line once: a link, a server and a load of its own. */
final class ColocationTrial {
    private final Callable<ColocationLink> links;
    private final CpuWork work;
    private final int core;
    private final int generatorCpu;
    private final double perSecond;
    private final LongSupplier clock;

    /**
     * @param links
     *            makes the link of a run
     * @param core
     *            the CPU of the echo and the work
     * @param generatorCpu
     *            the CPU of the calling thread
     * @param perSecond
     *            packets per second
     */
    ColocationTrial(Callable<ColocationLink> links, CpuWork work, int core, int generatorCpu, double perSecond,
            LongSupplier clock) {
        this.links = links;
        this.work = work;
        this.core = core;
        this.generatorCpu = generatorCpu;
        this.perSecond = perSecond;
        this.clock = clock;
    }

    /**
     * Runs a line on the calling thread, which is the generator.
     *
     * @param leadNs
     *            see {@link OpenLoop}
     * @param measuredNs
     *            see {@link OpenLoop}
     */
    ColocationResult run(ColocationLine line, long leadNs, long measuredNs, int seed) throws Exception {
        ColocationLink link = links.call();
        try (Setup setup = new Setup(line, link.echo(), work, core)) {
            return run(setup, link, leadNs, measuredNs, seed);
        } finally {
            link.close();
        }
    }

    private ColocationResult run(Setup setup, ColocationLink link, long leadNs, long measuredNs, int seed)
            throws IOException, InterruptedException {
        var load = new OpenLoop(link.generator(), link.echo().macAddress(), perSecond, leadNs, measuredNs, seed, clock);
        Surroundings before;
        Surroundings after;
        OpenLoop.WorkDone done;
        ForeignTime.Intervals foreign = null;
        Server server = Server.start(setup);
        try (ForeignTime recorded = new ForeignTime(core, generatorCpu)) {
            before = Surroundings.read();
            done = load.run(server::pieces);
            after = Surroundings.read();
            foreign = recorded.stop();
        } finally {
            server.close();
        }
        List<String> refusals = setup.refusals();
        load.drain();
        long dropped = link.dropped();
        link.close();
        long[] adjusted = foreign == null ? null : foreign.adjusted(load);
        long[] measured = load.measuredNs();
        double share = foreign == null
                ? 0
                : (double) foreign.core().overlapNs(measured[0], measured[1]) / Math.max(1, measured[1] - measured[0]);
        return new ColocationResult(setup.line(), load.latenciesNs(), adjusted, share, load.latenessNs(),
                Account.of(load, server, link, dropped), done, refusals, before, after);
    }
}
