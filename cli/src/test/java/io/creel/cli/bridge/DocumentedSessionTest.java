package io.creel.cli.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Makes the calls of the session in {@code docs/socket-bridge.md}, and compares the answers. */
@Timeout(60)
class DocumentedSessionTest {
    private static final Path PAGE = Path.of("../docs/socket-bridge.md");

    @Test
    void shouldAnswerAsDocumented() throws Exception {
        List<String> page = Files.readAllLines(PAGE);
        int begin = page.indexOf("```session") + 1;
        Deque<String> lines = new ArrayDeque<>(
                page.subList(begin, begin + page.subList(begin, page.size()).indexOf("```")));
        int calls = 0;
        try (var rig = new BridgeRig()) {
            while (!lines.isEmpty()) {
                String call = lines.pop();
                assertTrue(call.startsWith("> "), call);
                BridgeTool.Reply reply = rig.tool.call(call.substring(2), HexFormat.of().parseHex(bytes(lines)));
                String line = (reply.result() + " " + reply.errno() + " " + String.join(" ", reply.words())).strip();
                assertEquals(lines.pop(), "< " + line, () -> "answer of: " + call);
                if (reply.errno() == 0) {
                    String expected = bytes(lines).replace("??", "[0-9a-f]{2}");
                    String came = HexFormat.of().formatHex(reply.bytes());
                    assertTrue(came.matches(expected), () -> call + ": expected=" + expected + ", came=" + came);
                }
                calls++;
            }
        }
        assertEquals(19, calls);
    }

    private static String bytes(Deque<String> lines) {
        return !lines.isEmpty() && lines.peek().startsWith("  ") ? lines.pop().strip() : "";
    }
}
