package io.creel.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class JsonWriterTest {
    @Test
    void shouldWriteALineForEachFieldAndElement() {
        assertEquals("""
                     [
                       {
                         "a": 1,
                         "b": [
                           "x",
                           "y"
                         ]
                       },
                       {}
                     ]
                     """, new JsonWriter().begin('[').next().begin('{').field("a", 1).name("b").begin('[').next()
                .value("x").next().value("y").end(']').end('}').next().begin('{').end('}').end(']').toString());
    }

    @Test
    void shouldKeepToOneLineWhenAsked() {
        assertEquals("""
                     [
                       {"a": 1, "b": {"c": true, "d": {}}, "e": 2},
                       {"a": 3},
                       {
                         "f": 4
                       }
                     ]
                     """, new JsonWriter().begin('[').next().beginLine('{').field("a", 1).name("b").beginLine('{')
                .field("c", true).name("d").begin('{').end('}').end('}').field("e", 2).end('}').next().beginLine('{')
                .field("a", 3).end('}').next().begin('{').field("f", 4).end('}').end(']').toString());
    }

    @Test
    void shouldWriteNullForNaNAndInfinityAndNoNegativeZero() {
        assertEquals("{\n  \"a\": null,\n  \"b\": null,\n  \"c\": 0.0,\n  \"d\": -0.1\n}\n",
                new JsonWriter().begin('{').field("a", Double.NaN, 1).field("b", Double.NEGATIVE_INFINITY, 1)
                        .field("c", -0.04, 1).field("d", -0.06, 1).end('}').toString());
    }
}
