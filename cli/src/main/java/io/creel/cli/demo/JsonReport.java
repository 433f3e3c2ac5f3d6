package io.creel.cli.demo;

import io.creel.cli.report.JsonWriter;
import io.creel.net.wire.FlowTuple;
import io.creel.net.wire.IpProtocol;
import io.creel.net.wire.IpText;

/** The result as JSON. The fields are a contract: fields are added, not renamed. */
final class JsonReport {
    private final JsonWriter json = new JsonWriter();
    private final DemoResult result;

    private JsonReport(DemoResult result) {
        this.result = result;
    }

    static String of(DemoResult result) {
        return new JsonReport(result).write();
    }

    private String write() {
        Balance balance = result.balance();
        json.begin('{');
        json.field("packetsIn", balance.in()).field("packetsOut", balance.out());
        json.field("bytesIn", balance.inBytes()).field("bytesOut", balance.outBytes());
        json.name("drops").begin('{');
        balance.drops().forEach(json::field);
        json.end('}');
        writeCapture();
        writeSettings();
        json.name("policies").begin('[');
        result.policies().forEach(this::writePolicy);
        json.end(']');
        writeFlows();
        return json.end('}').toString();
    }

    private void writeCapture() {
        Capture capture = result.capture();
        json.name("capture").begin('{');
        json.field("name", capture.name()).field("packets", capture.packets()).field("bytes", capture.bytes());
        json.field("skippedRecords", capture.skipped());
        json.field("fault", capture.fault() == null ? null : capture.fault().getMessage());
        json.field("replays", result.replays());
        json.end('}');
    }

    private void writeSettings() {
        DemoSettings settings = result.settings();
        json.name("settings").begin('{');
        json.field("link", result.link());
        json.field("workers", settings.workers()).field("packetsPerSecond", settings.packetsPerSecond());
        json.field("passes", settings.passes()).field("warmUpPasses", settings.warmUpPasses());
        json.field("seed", settings.seed());
        json.field("backgroundCoroutinesPerWorker", DemoSettings.BACKGROUNDS).field("backgroundJobUs",
                DemoSettings.JOB_US);
        json.field("checkpointEveryUs", DemoSettings.PIECE_US).field("lateAboveUs", Wire.LATE_NS / 1_000);
        json.field("processors", Runtime.getRuntime().availableProcessors());
        json.field("jdk", Runtime.version().toString());
        json.end('}');
    }

    private void writePolicy(TrialResult policy) {
        Measurement measured = policy.measured();
        json.next().begin('{');
        json.field("name", policy.policy().text());
        json.field("p50Us", measured.percentileUs(50), 1).field("p99Us", measured.percentileUs(99), 1);
        json.field("p999Us", measured.percentileUs(99.9), 1).field("maxUs", measured.percentileUs(100), 1);
        json.field("packetsTimed", measured.latencies().count());
        json.field("lateSends", measured.late()).field("scheduleAdherence", measured.adherence(), 4);
        json.field("workerCoreShare", measured.coreShare(), 4);
        json.field("passes", measured.passes()).field("voidPasses", measured.voidPasses());
        json.field("valid", measured.isValid());
        json.field("measuredSeconds", policy.elapsedNs() / 1e9, 3);
        json.field("backgroundJobs", policy.jobsDone());
        json.field("backgroundJobsPerCoreSecond", policy.jobsPerCoreSecond(), 1);
        json.field("preemptions", policy.preemptions());
        json.field("gcPauses", policy.gc().count()).field("gcPauseMs", policy.gc().durationMs());
        json.end('}');
    }

    /** Writes the flows of one pass of the capture, counted as tshark counts them. */
    private void writeFlows() {
        json.name("flows").begin('[');
        for (ConversationTable.Flow flow : result.flows().flows()) {
            FlowTuple tuple = flow.tuple();
            json.next().begin('{');
            json.field("protocol", IpProtocol.text(tuple.protocol()));
            json.field("addressA", address(tuple.version(), tuple.sourceHigh(), tuple.sourceLow()));
            json.field("portA", tuple.sourcePort());
            json.field("addressB", address(tuple.version(), tuple.destinationHigh(), tuple.destinationLow()));
            json.field("portB", tuple.destinationPort());
            json.field("packets", flow.packets()).field("bytes", flow.bytes());
            json.end('}');
        }
        json.end(']');
        json.name("outsideFlows").begin('{');
        result.flows().nonConversations().forEach((kind, count) -> json.name(kind.name()).begin('{')
                .field("packets", count.packets()).field("bytes", count.bytes()).end('}'));
        json.end('}');
    }

    private static String address(int version, long high, long low) {
        return version == 4 ? IpText.ipv4((int) low) : IpText.ipv6(high, low);
    }
}
