package io.creel.cli.sim;

import io.creel.cli.report.JsonWriter;
import io.creel.sim.Costs;
import io.creel.sim.Curve;
import io.creel.sim.Latency;
import io.creel.sim.SimulationResult;
import io.creel.sim.SimulationSettings;
import io.creel.sim.load.ServiceMix;

/**
 * The report as JSON. The fields are a contract: fields are added, not renamed. Equal seeds give equal bytes, so it has
 * no property of the machine or the moment. A percentile is {@code null} if fewer than a thousand samples are beyond
 * it, or if it is that of a dropped request, which is infinite. With several seeds the numbers are those of the first,
 * and {@code overSeeds} is over all.
 */
final class SimJson {
    private final JsonWriter json = new JsonWriter();
    private final SimReport report;

    private SimJson(SimReport report) {
        this.report = report;
    }

    static String of(SimReport report) {
        return new SimJson(report).write();
    }

    private String write() {
        json.begin('{');
        writeSettings(report.settings());
        json.name("targets").begin('[');
        report.targets().forEach(target -> json.next().value(target.text()));
        json.end(']');
        json.name("policies").begin('[');
        for (int curve = 0; curve < report.curves().size(); curve++) {
            writeCurve(curve);
        }
        return json.end(']').end('}').toString();
    }

    private void writeSettings(SimulationSettings settings) {
        ServiceMix mix = settings.mix();
        json.field("seed", settings.seed()).field("seeds", report.seeds()).field("workers", settings.cores());
        json.field("idleWorkers", settings.parksIdle() ? "park" : "spin");
        json.field("workload", mix.text()).field("meanServiceUs", mix.meanNs() / 1e3, 4);
        json.name("types").begin('[');
        for (ServiceMix.Type type : mix.types()) {
            json.next().begin('{').field("service", type.text()).field("share", type.share(), 6).end('}');
        }
        json.end(']');
        json.field("arrivals", settings.arrivals().text()).field("flows", settings.flows().count());
        json.field("flowSkew", settings.flows().skew(), 3);
        json.field("samples", settings.samples()).field("warmUpRequests", settings.warmUp());
        json.field("maxInFlight", settings.maxInFlight()).field("maxBatch", settings.maxBatch());
        Costs costs = settings.costs();
        json.name("costs").begin('{').field("preemptNs", costs.preemptNs()).field("wakeNs", costs.wakeNs());
        json.field("switchNs", costs.switchNs()).field("stealNs", costs.stealNs());
        json.field("dispatchNs", costs.dispatchNs()).field("popNs", costs.popNs());
        json.field("popItemNs", costs.popItemNs()).field("checkpointNs", costs.checkpointNs());
        json.field("checkpointEveryNs", costs.checkpointEveryNs()).field("beginNs", costs.beginNs()).end('}');
    }

    private void writeCurve(int index) {
        Curve curve = report.curves().get(index);
        json.next().begin('{').field("name", curve.name());
        if (!report.targets().isEmpty()) {
            Curve.Highest highest = report.highestLoad(index);
            json.field("highestLoadMeetingTargets", highest.known() ? highest.load() : Double.NaN, 4);
            json.field("highestLoadIsKnown", highest.known());
        }
        json.name("points").begin('[');
        for (int load = 0; load < curve.results().size(); load++) {
            writePoint(curve.results().get(load), index, load);
        }
        json.end(']').end('}');
    }

    /** Writes the number of the table over all seeds; times in microseconds. */
    private void writeSpread(int curve, int load) {
        boolean known = report.isKnown(curve, load);
        double unit = report.shown().ofSlowdown() ? 1 : 1e3;
        SeedSpread spread = report.spread(curve, load, report.shown()::valueOf);
        json.name("overSeeds").begin('{').field("metric", report.shown().text());
        json.field("unit", report.shown().ofSlowdown() ? "times" : "us");
        json.field("mean", known ? spread.mean() / unit : Double.NaN, 4);
        json.field("halfWidth95", known ? spread.halfWidth() / unit : Double.NaN, 4);
        json.end('}');
    }

    private void writePoint(SimulationResult point, int curve, int load) {
        SimulationResult.Counts counts = point.counts();
        int workers = report.settings().cores();
        json.next().begin('{').field("load", point.load(), 4);
        writeLatency(point.all());
        json.field("utilisation", counts.utilisation(workers), 4).field("meanWorkers", counts.meanCores(), 3);
        json.field("overheadShare", (double) counts.overheadNs() / counts.endNs() / workers, 4);
        json.field("dispatcherUtilisation", (double) counts.dispatcherBusyNs() / counts.endNs(), 4);
        json.field("preemptions", counts.preemptions()).field("steals", counts.steals()).field("wakes", counts.wakes());
        json.field("arrivedWithWarmUp", counts.arrived()).field("finishedWithWarmUp", counts.finished());
        json.field("droppedWithWarmUp", counts.dropped()).field("mostInFlight", counts.mostInFlight());
        json.field("events", counts.events()).field("simulatedMs", counts.endNs() / 1e6, 3);
        if (report.seeds() > 1) {
            writeSpread(curve, load);
        }
        json.name("types").begin('[');
        for (Latency type : point.types()) {
            json.next().begin('{');
            writeLatency(type);
            json.end('}');
        }
        json.end(']').end('}');
    }

    private void writeLatency(Latency latency) {
        json.field("samples", latency.samples()).field("dropped", latency.dropped());
        json.field("meanUs", latency.meanNs() / 1e3, 4);
        percentile("p50", latency, 50);
        percentile("p99", latency, 99);
        percentile("p999", latency, 99.9);
        json.field("meanSlowdown", latency.meanSlowdown(), 3);
    }

    private void percentile(String name, Latency latency, double percentile) {
        boolean enough = latency.isEnoughFor(percentile);
        json.field(name + "Us", enough ? latency.sojournNs(percentile) / 1e3 : Double.NaN, 3);
        json.field(name + "Slowdown", enough ? latency.slowdown(percentile) : Double.NaN, 3);
    }
}
