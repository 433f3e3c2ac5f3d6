package io.creel.ip.tcp;

import java.util.List;
import java.util.Locale;
import java.util.function.IntSupplier;

/** The calls that a trace can make, each returning its result as text. */
final class TraceCalls {
    private static final long MS = 1_000_000;
    private final TraceRun run;

    TraceCalls(TraceRun run) {
        this.run = run;
    }

    String run(String name, List<String> arguments) {
        return switch (name) {
            case "set" -> set(arguments);
            case "listen" -> done(() -> run.listen(arguments.contains("cookies")));
            case "established" -> done(() -> run.established(arguments));
            case "unlisten" -> done(() -> run.listener().close(run.nowNs()));
            case "connect" -> attempt(run::connect);
            case "accept" -> run.accept() ? "yes" : "no";
            case "write" -> number(() -> run.write(integer(arguments), false));
            case "urgent" -> number(() -> run.write(integer(arguments), true));
            case "read" -> number(() -> run.read(integer(arguments)));
            case "shutdown" -> done(() -> run.act(c -> c.shutdownOutput(run.nowNs())));
            case "close" -> done(() -> run.act(c -> c.close(run.nowNs())));
            case "abort" -> done(() -> run.act(c -> c.abort(run.nowNs())));
            case "nagle" -> done(() -> run.act(c -> c.nagle(arguments.get(0).equals("on"), run.nowNs())));
            case "keepalive" -> done(() -> run.act(c -> c.keepAlive(arguments.get(0).equals("on"), run.nowNs())));
            case "refuse" -> done(() -> run.refuseSending(integer(arguments)));
            case "unreachable" -> done(() -> run.act(c -> c.unreachable(run.absolute(integer(arguments)),
                    arguments.get(1).equals("hard"), run.nowNs())));
            case "toobig" -> done(() -> run.act(c -> c.pathLimit(run.absolute(integer(arguments)),
                    Integer.parseInt(arguments.get(1)), run.nowNs())));
            case "quiet", "only" -> "yes";
            default -> ask(name, arguments);
        };
    }

    private String ask(String name, List<String> arguments) {
        return switch (name) {
            case "state" -> run.theConnection().state().toString();
            case "reason" -> run.theConnection().closeReason().toString();
            case "events" -> run.events();
            case "cwnd" -> String.valueOf(run.theConnection().snd.congestion.windowBytes());
            case "ssthresh" -> String.valueOf(run.theConnection().snd.congestion.thresholdBytes());
            case "pipe" -> String.valueOf(run.theConnection().snd.pipeBytes());
            case "rto" -> String.valueOf(run.theConnection().snd.rtt.rtoNs() / MS);
            case "srtt" -> String.valueOf(run.theConnection().snd.rtt.smoothedNs() / MS);
            case "mss" -> String.valueOf(run.theConnection().snd.mss);
            case "peerwindow" -> String.valueOf(run.theConnection().snd.window);
            case "gaps" -> String.valueOf(run.theConnection().rcv.gaps.count());
            case "readable" -> String.valueOf(run.theConnection().readableBytes());
            case "urgentbytes" -> String.valueOf(run.theConnection().urgentBytes());
            case "connections" -> String.valueOf(run.theHost().connections());
            case "halfopen" -> String.valueOf(run.listener().halfOpen());
            case "ready" -> String.valueOf(run.listener().ready());
            case "count" -> String
                    .valueOf(run.theHost().statistics()
                            .get(TcpCounter.valueOf(arguments.get(0).toUpperCase(Locale.ROOT))));
            default -> throw new IllegalStateException("unknown call: " + name);
        };
    }

    private static String done(Runnable action) {
        action.run();
        return "done";
    }

    private static String attempt(Runnable action) {
        try {
            action.run();
            return "done";
        } catch (IllegalStateException | IllegalArgumentException e) {
            return "refused";
        }
    }

    private static String number(IntSupplier action) {
        try {
            return String.valueOf(action.getAsInt());
        } catch (IllegalStateException e) {
            return "refused";
        }
    }

    private static int integer(List<String> arguments) {
        return Integer.parseInt(arguments.get(0));
    }

    private String set(List<String> arguments) {
        for (String each : arguments) {
            String[] halves = each.split("=");
            String value = halves[1];
            boolean on = value.equals("on");
            TcpSettingsEditor s = run.settings();
            switch (halves[0]) {
                case "mss" -> s.mss(Integer.parseInt(value));
                case "send" -> s.sendBuffer(Integer.parseInt(value));
                case "receive" -> s.receiveBuffer(Integer.parseInt(value));
                case "frames" -> s.receiveFrames(Integer.parseInt(value)).outOfOrderRanges(4);
                case "ranges" -> s.outOfOrderRanges(Integer.parseInt(value));
                case "segments" -> s.sentSegments(Integer.parseInt(value));
                case "scale" -> s.windowScale(on);
                case "timestamps" -> s.timestamps(on);
                case "sack" -> s.sack(on);
                case "nagle" -> s.nagle(on);
                case "delack" -> s.delayedAckNs(Long.parseLong(value) * MS);
                case "minrto" -> s.minRtoNs(Long.parseLong(value) * MS);
                case "iw" -> s.initialWindow(Integer.parseInt(value));
                case "cubic" -> s.cubic(on);
                case "rack" -> s.rack(on);
                case "challenges" -> s.challengeAcks(Integer.parseInt(value));
                case "timewait" -> s.timeWaitNs(Long.parseLong(value) * MS);
                case "retry" -> s.retryNs(Long.parseLong(value) * MS);
                case "backlog", "connections" -> run.bounds(halves[0], Integer.parseInt(value));
                default -> throw new IllegalStateException("unknown setting: " + each);
            }
        }
        return "done";
    }
}
