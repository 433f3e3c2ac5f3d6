package io.creel.cli.top;

import io.creel.cli.report.JsonWriter;

/** Writes an {@link Interval} as JSON, for scripts. Fields are added, not renamed. */
final class TopJson {
    private TopJson() {
    }

    static String of(long pid, Interval seen) {
        JsonWriter json = new JsonWriter().begin('{').field("pid", pid).field("takenAtMs", seen.now.takenAtMs())
                .field("intervalNs", seen.lengthNs()).field("recording", seen.now.isRecording());
        json.name("groups").begin('[');
        for (Interval.GroupRow row : seen.groups()) {
            json.next().beginLine('{').field("name", row.name()).field("workers", row.workers())
                    .field("startedPerSecond", row.createdPerSecond(), 1)
                    .field("resumedPerSecond", row.resumedPerSecond(), 1).field("alive", row.outstanding())
                    .field("failed", row.failed()).end('}');
        }
        json.end(']').name("workers").begin('[');
        for (Interval.WorkerRow row : seen.workers()) {
            json.next().beginLine('{').field("name", row.name()).field("group", row.group())
                    .field("busyPercent", row.busyPercent(), 1).field("resumedPerSecond", row.resumedPerSecond(), 1)
                    .field("runs", row.runs()).end('}');
        }
        json.end(']').name("classes").begin('[');
        for (Interval.ClassRow row : seen.classes()) {
            json.next().beginLine('{').field("name", row.name()).field("where", row.where()).field("when", row.when())
                    .field("canSwap", row.canSwap()).field("swapping", row.swapping()).field("waiting", row.waiting())
                    .field("oldestNs", row.oldestNs()).field("refused", row.refused())
                    .field("refusedPerSecond", row.refusedPerSecond(), 1);
            latencies(json, row);
            json.end('}');
        }
        json.end(']').name("nics").begin('[');
        for (Interval.NicRow row : seen.nics()) {
            json.next().beginLine('{').field("name", row.name()).field("rxPacketsPerSecond", row.rxPackets(), 1)
                    .field("rxBitsPerSecond", row.rxBits(), 1).field("txPacketsPerSecond", row.txPackets(), 1)
                    .field("txBitsPerSecond", row.txBits(), 1).field("lostPerSecond", row.lostPackets(), 1)
                    .field("lost", row.lost()).field("fault", row.fault()).name("counters").beginLine('{');
            row.counters().forEach((name, count) -> json.field(name, ((Number) count).longValue()));
            json.end('}').end('}');
        }
        json.end(']').name("carriers").begin('[');
        for (Interval.CarrierRow row : seen.carriers()) {
            json.next().beginLine('{').field("name", row.name()).field("thread", row.thread())
                    .field("resumedPerSecond", row.resumedPerSecond(), 1).field("runs", row.runs()).end('}');
        }
        json.end(']').name("stashes").begin('[');
        for (Interval.StashRow row : seen.stashes()) {
            json.next().beginLine('{').field("name", row.name()).field("stashes", row.stashes())
                    .field("size", row.size()).end('}');
        }
        return json.end(']').field("stashesLeftOut", seen.now.sum("stashesLeftOut")).end('}').toString();
    }

    /** Writes percentiles; they are missing if the class records no latencies, or if nothing ran in the interval. */
    private static void latencies(JsonWriter json, Interval.ClassRow row) {
        if (row.latencies() == null) {
            return;
        }
        json.field("runPerSecond", row.perSecond(), 1);
        if (row.latencies().count() > 0) {
            json.field("p50Ns", row.latencies().percentileNs(50)).field("p99Ns", row.latencies().percentileNs(99))
                    .field("p999Ns", row.latencies().percentileNs(99.9));
        }
    }
}
