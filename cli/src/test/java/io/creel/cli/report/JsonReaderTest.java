package io.creel.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonReaderTest {
    @Test
    void shouldReadEveryKindOfValue() {
        assertEquals(Map.of("a", List.of(1L, -2L, 2.5, 1e10), "b", Map.of(), "c", List.of(), "d", true, "e", false),
                JsonReader.read(" {\"a\" : [1, -2, 2.5,1e10],\n\"b\":{},\"c\":[ ],\"d\":true,\"e\":false} "));
        assertEquals(Arrays.asList((Object) null), JsonReader.read("[null]"));
        assertEquals(Long.MAX_VALUE / 10, JsonReader.read("922337203685477580"));
        assertEquals(1.2345678901234568e19, JsonReader.read("12345678901234567890"));
    }

    @Test
    void shouldReadEscapedLettersAndBlanksInStrings() {
        assertEquals(" \"\\/\b\f\n\r\té ", JsonReader.read("\" \\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9 \""));
    }

    @Test
    void shouldReadWhatTheWriterWrites() {
        String json = new JsonWriter().begin('{').field("text", "a\"\\\u0001b").field("number", 7).field("none", null)
                .end('}').toString();
        assertEquals(Arrays.asList("a\"\\\u0001b", 7L, null),
                List.copyOf(((Map<?, ?>) JsonReader.read(json)).keySet()).stream()
                        .map(((Map<?, ?>) JsonReader.read(json))::get).toList());
    }

    @Test
    void shouldNameThePlaceWhenTheTextIsNoJson() {
        for (String wrong : List.of("", "{", "[1", "[1 2]", "{\"a\"}", "{\"a\":}", "\"a", "\"\\x\"", "\"\\u12\"", "tru",
                "1 2", "-", "[1,]", "{,}", "[".repeat(200))) {
            String message = assertThrows(IllegalArgumentException.class, () -> JsonReader.read(wrong), wrong)
                    .getMessage();
            assertEquals("JSON cannot be read, ", message.substring(0, 21), wrong);
        }
    }
}
