package io.creel.cli.demo;

import io.creel.cli.report.Text;
import io.creel.cli.report.TextTable;
import io.creel.net.wire.IpProtocol;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The result as text of at most 80 columns. */
final class TerminalReport {
    private static final TextTable FLOWS = new TextTable().left(2, 5).left(0, 44).right(0, 12).right(0, 14);
    private static final int TOP_FLOWS = 5;
    private static final int COLUMNS = 80;
    private static final int INDENT = 11;

    private final DemoResult result;
    private final PrintWriter out;
    private final Text text;

    TerminalReport(DemoResult result, PrintWriter out, Text text) {
        this.result = result;
        this.out = out;
        this.text = text;
    }

    void print() {
        Capture capture = result.capture();
        entry("Capture", capture.name() + ": " + Text.count(capture.packets(), "packet") + ", "
                + Text.count(capture.bytes(), "byte")
                + (capture.skipped() == 0
                        ? ""
                        : ", " + Text.count(capture.skipped(), "record") + " of other link types skipped")
                + "; replayed " + result.replays() + " times, at "
                + Text.count(result.settings().packetsPerSecond(), "packet") + "/s");
        entry("Link", result.link());
        Balance balance = result.balance();
        entry("Packets", Text.count(balance.in()) + " in = " + Text.count(balance.out()) + " out + "
                + Text.count(balance.dropped()) + " dropped" + reasons(balance));
        entry("Beside", DemoSettings.BACKGROUNDS * result.settings().workers() + " background coroutines on "
                + Text.count(result.settings().workers(), "worker") + ", jobs of " + DemoSettings.JOB_US
                + " µs of CPU, one after the other");
        printFlows();
        out.println();
        out.println(text.bold("Latency") + " from the intended send time to the arrival at the far end, log scale");
        out.println();
        new LatencyBars(result.policies(), text).print(out);
        out.println();
        result.policies().forEach(this::printQuality);
        out.println();
        wrapped("", encodable(Verdict.of(result.policies().getFirst(), result.policies().getLast())), 0);
    }

    private static String reasons(Balance balance) {
        return balance.drops().entrySet().stream().map(each -> each.getKey() + " " + Text.count(each.getValue()))
                .collect(Collectors.joining(", ", balance.drops().isEmpty() ? "" : ": ", ""));
    }

    private void printFlows() {
        ConversationTable table = result.flows();
        entry("Flows", Text.count(table.flows().size()) + " with " + Text.count(table.packets(), "packet")
                + others(table.nonConversations()));
        if (table.flows().isEmpty()) {
            return;
        }
        out.println();
        out.println(FLOWS.row("", "largest flows", "packets", "bytes"));
        List<ConversationTable.Flow> flows = table.flows();
        for (ConversationTable.Flow flow : flows.subList(0, Math.min(TOP_FLOWS, flows.size()))) {
            String ends = flow.tuple().toString().substring(IpProtocol.text(flow.tuple().protocol()).length() + 1);
            out.println(FLOWS.row(IpProtocol.text(flow.tuple().protocol()), ends, Text.count(flow.packets()),
                    Text.count(flow.bytes())));
        }
        if (flows.size() > TOP_FLOWS) {
            List<ConversationTable.Flow> rest = flows.subList(TOP_FLOWS, flows.size());
            out.println(FLOWS.row("", "and " + Text.count(rest.size()) + " more",
                    Text.count(rest.stream().mapToLong(ConversationTable.Flow::packets).sum()),
                    Text.count(rest.stream().mapToLong(ConversationTable.Flow::bytes).sum())));
        }
    }

    private static String others(Map<NonConversation, ConversationTable.Count> nonConversations) {
        return nonConversations.entrySet().stream()
                .map(each -> Text.count(each.getValue().packets()) + " " + each.getKey().text())
                .collect(Collectors.joining(", ", nonConversations.isEmpty() ? "" : "; in none: ", ""));
    }

    private void printQuality(TrialResult each) {
        Measurement measured = each.measured();
        entry(each.policy().text(), Text.count(measured.latencies().count()) + " timed, "
                + Text.percent(measured.adherence()) + " sent on time, core " + Text.percent(measured.coreShare())
                + voidPasses(measured) + "; "
                + Text.count(Math.round(each.jobsPerCoreSecond())) + " background jobs per core second"
                + (each.gc().count() == 0
                        ? ""
                        : "; " + Text.count(each.gc().count(), "GC pause") + ", " + each.gc().durationMs() + " ms"));
    }

    private static String voidPasses(Measurement measured) {
        if (measured.voidPasses() == 0) {
            return "";
        }
        return measured.isValid()
                ? ", " + measured.voidPasses() + " of "
                        + Text.count(measured.passes(), "pass").replace("passs", "passes")
                        + " void and left out"
                : ", every pass void";
    }

    private void entry(String name, String value) {
        wrapped(text.bold(name) + " ".repeat(Math.max(1, INDENT - name.length())), encodable(value), INDENT);
    }

    private String encodable(String value) {
        return text.tick().equals("|") ? value.replace('µ', 'u') : value;
    }

    /** Prints a text with breaks between words; further lines are indented. */
    private void wrapped(String before, String value, int indent) {
        StringBuilder line = new StringBuilder(before);
        int column = indent;
        for (String word : value.split(" ")) {
            if (column + word.length() > COLUMNS - 1 && column > indent) {
                out.println(line.toString().stripTrailing());
                line = new StringBuilder(" ".repeat(indent));
                column = indent;
            }
            line.append(word).append(' ');
            column += word.length() + 1;
        }
        out.println(line.toString().stripTrailing());
    }
}
