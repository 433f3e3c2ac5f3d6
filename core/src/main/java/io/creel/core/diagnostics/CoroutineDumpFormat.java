package io.creel.core.diagnostics;

import java.util.List;
import java.util.StringJoiner;

/** Formats a {@link CoroutineDump} as text and as JSON. */
final class CoroutineDumpFormat {
    private CoroutineDumpFormat() {
    }

    static String text(CoroutineDump dump) {
        StringBuilder text = new StringBuilder();
        dump.running().forEach(carrier -> text(text, carrier));
        dump.waiting().forEach(stash -> text(text, stash));
        CoroutineDump.LeftOut leftOut = dump.leftOut();
        if (leftOut.carriers() > 0) {
            text.append("left out: ").append(leftOut.carriers()).append(" more carriers\n");
        }
        if (leftOut.stashes() > 0) {
            text.append("left out: ").append(leftOut.stashes()).append(" more stashes, ").append(leftOut.coroutines())
                    .append(" waiting\n");
        }
        return text.isEmpty() ? "no carrier and no waiting coroutine\n" : text.toString();
    }

    private static void text(StringBuilder text, CoroutineDump.Running carrier) {
        text.append("carrier ").append(carrier.carrier()).append(" (thread ").append(carrier.thread()).append("): ")
                .append(carrier.coroutine() == null ? "nothing runs" : "runs " + carrier.coroutine()).append('\n');
        frames(text, carrier.frames(), carrier.cut());
    }

    private static void text(StringBuilder text, CoroutineDump.Waiting stash) {
        text.append("stash ").append(stash.stash()).append(": ").append(stash.size()).append(" waiting")
                .append(stash.stashes() == 1 ? "" : " in " + stash.stashes() + " of this name")
                .append(stash.heldBy() == null ? "" : ", held by " + stash.heldBy()).append('\n');
        for (CoroutineDump.Group group : stash.groups()) {
            StringJoiner carriers = new StringJoiner(", ");
            group.carriers().forEach((carrier, count) -> carriers.add(carrier + ": " + count));
            text.append("  ").append(group.count()).append(" × ").append(group.body())
                    .append(group.frames().isEmpty() ? ", not begun" : "")
                    .append(group.oldestMs() < 0 ? "" : ", oldest " + group.oldestMs() + " ms").append(", on ")
                    .append(carriers).append('\n');
            frames(text, group.frames(), group.cut());
        }
        if (stash.inSmallerGroups() > 0) {
            text.append("  ").append(stash.inSmallerGroups()).append(" in smaller groups\n");
        }
        if (stash.notWalked() > 0) {
            text.append("  ").append(stash.notWalked()).append(" not walked: moved meanwhile, or too many\n");
        }
    }

    private static void frames(StringBuilder text, List<StackTraceElement> frames, boolean cut) {
        frames.forEach(frame -> text.append("      at ").append(Frames.text(frame)).append('\n'));
        text.append(cut ? "      ... and more\n" : "");
    }

    static String json(CoroutineDump dump) {
        StringJoiner carriers = new StringJoiner(",");
        dump.running().forEach(carrier -> carriers.add(json(carrier)));
        StringJoiner stashes = new StringJoiner(",");
        dump.waiting().forEach(stash -> stashes.add(json(stash)));
        CoroutineDump.LeftOut leftOut = dump.leftOut();
        return "{\"carriers\":[" + carriers + "],\"stashes\":[" + stashes + "],\"leftOut\":{\"carriers\":"
                + leftOut.carriers() + ",\"stashes\":" + leftOut.stashes() + ",\"coroutines\":" + leftOut.coroutines()
                + "}}";
    }

    private static String json(CoroutineDump.Running carrier) {
        return "{\"carrier\":" + Json.quote(carrier.carrier()) + ",\"thread\":" + Json.quote(carrier.thread())
                + ",\"coroutine\":" + Json.quote(carrier.coroutine()) + ",\"frames\":" + Json.frames(carrier.frames())
                + ",\"cut\":" + carrier.cut() + "}";
    }

    private static String json(CoroutineDump.Waiting stash) {
        StringJoiner groups = new StringJoiner(",");
        stash.groups().forEach(group -> groups.add(json(group)));
        return "{\"stash\":" + Json.quote(stash.stash()) + ",\"stashes\":" + stash.stashes() + ",\"heldBy\":"
                + Json.quote(stash.heldBy()) + ",\"size\":" + stash.size() + ",\"notWalked\":" + stash.notWalked()
                + ",\"inSmallerGroups\":" + stash.inSmallerGroups() + ",\"groups\":[" + groups + "]}";
    }

    private static String json(CoroutineDump.Group group) {
        StringJoiner carriers = new StringJoiner(",");
        group.carriers().forEach((carrier, count) -> carriers.add(Json.quote(carrier) + ":" + count));
        return "{\"body\":" + Json.quote(group.body()) + ",\"count\":" + group.count() + ",\"oldestMs\":"
                + group.oldestMs() + ",\"carriers\":{" + carriers + "},\"frames\":" + Json.frames(group.frames())
                + ",\"cut\":" + group.cut() + "}";
    }
}
