package io.creel.core;

import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** A {@link CoroutineDump} as text and as JSON. */
final class CoroutineDumpFormat {
    private CoroutineDumpFormat() {
    }

    static String text(CoroutineDump dump) {
        StringBuilder text = new StringBuilder();
        for (CoroutineDump.Running carrier : dump.running()) {
            text.append("carrier ").append(carrier.carrier()).append(" (thread ").append(carrier.thread()).append("): ")
                    .append(carrier.coroutine() == null ? "nothing runs" : "runs " + carrier.coroutine()).append('\n');
            frames(text, carrier.frames());
        }
        for (CoroutineDump.Waiting stash : dump.waiting()) {
            text.append("stash ").append(stash.stash()).append(": ").append(stash.size()).append(" waiting\n");
            for (CoroutineDump.Group group : stash.groups()) {
                text.append("  ").append(group.count()).append(" × ").append(group.body())
                        .append(group.frames().isEmpty() ? ", not begun" : "")
                        .append(group.oldestMs() < 0 ? "" : ", oldest " + group.oldestMs() + " ms").append(", on ");
                StringJoiner carriers = new StringJoiner(", ");
                group.carriers().forEach((carrier, count) -> carriers.add(carrier + ": " + count));
                text.append(carriers).append('\n');
                frames(text, group.frames());
            }
            if (stash.notWalked() > 0) {
                text.append("  ").append(stash.notWalked()).append(" not shown: moved meanwhile, or too many\n");
            }
        }
        return text.toString();
    }

    private static void frames(StringBuilder text, List<StackTraceElement> frames) {
        frames.forEach(frame -> text.append("      at ").append(Stack.text(frame)).append('\n'));
    }

    static String json(CoroutineDump dump) {
        StringJoiner carriers = new StringJoiner(",");
        for (CoroutineDump.Running carrier : dump.running()) {
            carriers.add("{\"carrier\":" + quote(carrier.carrier()) + ",\"thread\":" + quote(carrier.thread())
                    + ",\"coroutine\":" + quote(carrier.coroutine()) + ",\"frames\":" + array(carrier.frames()) + "}");
        }
        StringJoiner stashes = new StringJoiner(",");
        for (CoroutineDump.Waiting stash : dump.waiting()) {
            StringJoiner groups = new StringJoiner(",");
            stash.groups().forEach(group -> groups.add(json(group)));
            stashes.add("{\"stash\":" + quote(stash.stash()) + ",\"size\":" + stash.size() + ",\"notWalked\":"
                    + stash.notWalked() + ",\"groups\":[" + groups + "]}");
        }
        return "{\"carriers\":[" + carriers + "],\"stashes\":[" + stashes + "]}";
    }

    private static String json(CoroutineDump.Group group) {
        StringJoiner carriers = new StringJoiner(",");
        for (Map.Entry<String, Integer> carrier : group.carriers().entrySet()) {
            carriers.add(quote(carrier.getKey()) + ":" + carrier.getValue());
        }
        return "{\"body\":" + quote(group.body()) + ",\"count\":" + group.count() + ",\"oldestMs\":" + group.oldestMs()
                + ",\"carriers\":{" + carriers + "},\"frames\":" + array(group.frames()) + "}";
    }

    private static String array(List<StackTraceElement> frames) {
        StringJoiner array = new StringJoiner(",", "[", "]");
        frames.forEach(frame -> array.add(quote(Stack.text(frame))));
        return array.toString();
    }

    private static String quote(String text) {
        if (text == null) {
            return "null";
        }
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
