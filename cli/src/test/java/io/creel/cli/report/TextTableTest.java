package io.creel.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class TextTableTest {
    private final TextTable table = new TextTable().left(2, 5).right(0, 4).left(1, 3).right(1, 3);

    @Test
    void shouldPutCellsToTheSideOfTheirColumn() {
        assertEquals("  a       b c     d", table.row("a", "b", "c", "d"));
    }

    @Test
    void shouldPushTheRestWhenACellIsTooWide() {
        assertEquals("  abcdefg   b c  ", table.row("abcdefg", "b", "c"));
    }

    @Test
    void shouldEndAfterTheLastCell() {
        assertEquals("  a    ", table.row("a"));
        assertEquals("", table.row());
    }

    @Test
    void shouldRefuseMoreCellsThanColumns() {
        assertEquals("more cells than columns: cells=5, columns=4",
                assertThrows(IllegalArgumentException.class, () -> table.row("", "", "", "", "")).getMessage());
    }
}
