package io.creel.cli.policies;

import io.creel.cli.report.JsonWriter;
import io.creel.cli.policies.PolicyResult.As;
import io.creel.cli.report.Text;
import io.creel.cli.report.TextTable;
import io.creel.sim.load.ServiceMix;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Prints the results as a table and as JSON. */
final class PolicyTable {
    private static final TextTable TABLE = new TextTable().left(0, 20).right(1, 11).right(1, 9).right(1, 9).right(1, 9)
            .right(1, 9).right(1, 11);

    private final ServiceMix mix;
    private final int workers;
    private final List<PolicyResult> results;
    private final Text text;

    PolicyTable(ServiceMix mix, int workers, List<PolicyResult> results, Text text) {
        this.mix = mix;
        this.workers = workers;
        this.results = results;
        this.text = text;
    }

    void print(PrintWriter out) {
        out.println(text.bold(mix.text()) + " on " + Text.count(workers, "worker")
                + ", idle workers " + results.getFirst().idle().text
                + ": time from a request's due time to its end; slowdown is the 99.9th percentile of that time divided by the service time");
        double load = 0;
        for (PolicyResult result : results) {
            if (result.load() != load) {
                load = result.load();
                out.println();
                out.println(
                        text.bold(TABLE.row("load " + load, "served", "refused", "p50", "p99", "p99.9", "slowdown")));
            }
            out.println(result.policy() + (result.as() == As.COROUTINES ? "" : ", " + name(result.as())));
            for (PolicyResult.Line line : result.lines()) {
                out.println(TABLE.row("  " + line.name(), Text.count(line.served()), Text.count(line.refused()),
                        text.duration(line.p50Us()), text.duration(line.p99Us()), text.duration(line.p999Us()),
                        Text.digits(line.slowdown999()) + " " + text.times()));
            }
            if (result.late() > 0) {
                out.println("  " + Text.count(result.late()) + " of " + Text.count(result.sent(), "request")
                        + " offered more than 100 us late: the sender had no processor");
            }
            if (result.isVoid()) {
                out.println(String.format(Locale.ROOT,
                        "  VOID: %.1f %% of the requests were offered on time, less than %.0f %%; these latencies mean nothing",
                        100 * result.adherence(), 100 * PolicyResult.MIN_ADHERENCE));
            }
            if (result.unfinished() > 0) {
                out.println("  " + Text.count(result.unfinished(), "request") + " did not end in time");
            }
        }
        out.flush();
    }

    private static String name(As as) {
        return as == As.THREADS ? "virtual threads" : "coroutines and virtual threads in turn";
    }

    static String json(ServiceMix mix, int workers, long seed, List<PolicyResult> results) {
        JsonWriter json = new JsonWriter().begin('{').field("workload", mix.text()).field("workers", workers)
                .field("seed", seed).name("results").begin('[');
        for (PolicyResult result : results) {
            json.next().begin('{').field("policy", result.policy())
                    .field("as", result.as().name().toLowerCase(Locale.ROOT)).field("load", result.load(), 4)
                    .field("idleWorkers", result.idle().text).field("sent", result.sent())
                    .field("late", result.late()).field("scheduleAdherence", result.adherence(), 4)
                    .field("isVoid", result.isVoid()).field("unfinished", result.unfinished()).name("types").begin('[');
            for (PolicyResult.Line line : result.lines()) {
                json.next().begin('{').field("type", line.name()).field("served", line.served())
                        .field("refused", line.refused()).field("p50Us", line.p50Us(), 3)
                        .field("p99Us", line.p99Us(), 3).field("p999Us", line.p999Us(), 3)
                        .field("p999Slowdown", line.slowdown999(), 2).end('}');
            }
            json.end(']').end('}');
        }
        return json.end(']').end('}').toString();
    }
}
