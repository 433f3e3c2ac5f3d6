package io.creel.core.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.TestStash;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LiveViewTest {
    /** A part that a test adds by the service file of the tests. */
    public static final class Part implements LiveViewPart {
        /** Made by the service loader. */
        public Part() {
        }

        @Override
        public Map<String, ?> describe() {
            Map<String, Object> inner = new LinkedHashMap<>();
            inner.put("a \"b\"", null);
            inner.put("list", Arrays.asList(1, 2.5, true, null, "x\n"));
            return Map.of("part", inner);
        }

        @Override
        public String order(String verb, String argument) {
            if (verb.equals("break")) {
                throw new IllegalArgumentException("refused: argument=" + argument);
            }
            return verb.equals("say") ? "said " + argument : null;
        }
    }

    @Test
    void shouldShowCarriersWithWhatTheyRunAndStashesWithTheirSizes() {
        Carrier carrier = new Carrier("live-carrier");
        try (TestStash stash = new TestStash("live-stash"); TestStash same = new TestStash("live-stash")) {
            for (int i = 0; i < 3; i++) {
                int each = i;
                carrier.resume(Coroutine.create(argument -> Coroutine.await(each == 0 ? stash : same), null));
            }
            String[] inside = new String[1];
            carrier.resume(Coroutine.create(argument -> inside[0] = LiveView.toJson(), null));
            assertHolds(inside[0], "{\"name\":\"live-carrier\",\"thread\":\"" + Thread.currentThread().getName()
                    + "\",\"runs\":\"LiveViewTest\",\"created\":4,\"resumed\":4,\"ended\":0}");
            String view = LiveView.toJson();
            assertHolds(view, "\"runs\":null,\"created\":4,\"resumed\":4,\"ended\":1}");
            assertTrue(view.contains("\"name\":\"live-stash\"") && view.contains("\"stashes\":2"), view);
            assertHolds(view, "\"size\":3");
        }
        carrier.close();
        assertFalse(LiveView.toJson().contains("live-"), "closed objects are shown no more");
    }

    private static void assertHolds(String view, String part) {
        assertTrue(view.contains(part), () -> part + " is not in " + view);
    }

    @Test
    void shouldAddTheSectionsOfOtherModules() {
        String view = LiveView.toJson();
        assertHolds(view, "\"part\":{\"a \\\"b\\\"\":null,\"list\":[1,2.5,true,null,\"x\\u000a\"]}");
        assertTrue(view.startsWith("{\"takenAtMs\":") && view.endsWith("}") && view.indexOf('\n') < 0, view);
    }

    @Test
    void shouldLeaveOutTheEmptiestStashesWhenThereAreTooMany() {
        Carrier carrier = new Carrier("many");
        List<TestStash> stashes = IntStream.range(0, LiveView.MAX_STASHES + 5)
                .mapToObj(each -> new TestStash("crowd-" + each)).toList();
        stashes.forEach(stash -> carrier.resume(Coroutine.create(argument -> Coroutine.await(stash), null)));
        carrier.resume(Coroutine.create(argument -> Coroutine.await(stashes.getLast()), null));
        String view = LiveView.toJson();
        assertHolds(view, "\"name\":\"" + stashes.getLast().name() + "\"");
        assertFalse(view.contains("\"stashesLeftOut\":0"), view);
        carrier.close();
        stashes.forEach(TestStash::close);
    }

    @Test
    void shouldPassAnOrderToThePartThatKnowsItsVerb() {
        assertEquals("said hello", LiveView.order("say", "hello"));
        assertEquals("refused: argument=it", LiveView.order("break", "it"));
        assertEquals("unknown order: verb=sing", LiveView.order("sing", ""));
    }
}
