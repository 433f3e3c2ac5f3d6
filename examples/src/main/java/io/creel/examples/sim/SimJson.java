package io.creel.examples.sim;

import io.creel.examples.JsonWriter;
import io.creel.schedulers.sim.Costs;
import io.creel.schedulers.sim.Curve;
import io.creel.schedulers.sim.Latency;
import io.creel.schedulers.sim.SimulationResult;
import io.creel.schedulers.sim.SimulationSettings;
import io.creel.schedulers.sim.load.ServiceMix;

/**
 * The report for programs. The fields are a contract: some may be added, none is renamed. Equal seeds give equal bytes, so
 * nothing of the machine or of the moment is in it. A percentile is {@code null} where fewer than a thousand samples lie
 * beyond it, and where it is that of a dropped request, which is infinite.
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
        report.curves().forEach(this::writeCurve);
        return json.end(']').end('}').toString();
    }

    private void writeSettings(SimulationSettings settings) {
        ServiceMix mix = settings.mix();
        json.field("seed", settings.seed()).field("workers", settings.cores());
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
        json.field("popItemNs", costs.popItemNs()).end('}');
    }

    private void writeCurve(Curve curve) {
        json.next().begin('{').field("name", curve.name());
        if (!report.targets().isEmpty()) {
            json.field("highestLoadMeetingTargets", curve.highestLoad(report.targets()), 4);
        }
        json.name("points").begin('[');
        curve.results().forEach(this::writePoint);
        json.end(']').end('}');
    }

    private void writePoint(SimulationResult point) {
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
        number("meanUs", latency.meanNs() / 1e3, 4);
        percentile("p50", latency, 50);
        percentile("p99", latency, 99);
        percentile("p999", latency, 99.9);
        number("meanSlowdown", latency.meanSlowdown(), 3);
    }

    private void percentile(String name, Latency latency, double percentile) {
        boolean enough = latency.isEnoughFor(percentile);
        number(name + "Us", enough ? latency.sojournNs(percentile) / 1e3 : Double.NaN, 3);
        number(name + "Slowdown", enough ? latency.slowdown(percentile) : Double.NaN, 3);
    }

    private void number(String name, double value, int decimals) {
        if (Double.isFinite(value)) {
            json.field(name, value, decimals);
        } else {
            json.field(name, null);
        }
    }
}
