package io.creel.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class HtmlPageTest {
    @Test
    void shouldEscapeAllText() {
        String bad = "<script>&\"";
        String page = new HtmlPage(bad, bad).heading(bad).paragraph("soft", bad).legend(List.of(bad)).table(bad)
                .row()
                .cells(bad).keyCell(0, bad).wideCell("remark", 2, bad).endRow().endTable().toString();
        assertFalse(page.contains("<script>"), page);
        assertEquals(10, page.split("&lt;script&gt;&amp;&quot;", -1).length - 1, page);
    }

    @Test
    void shouldCloseEveryTag() {
        String page = new HtmlPage("a", "b").table("x", "y").row().cells("1").cell("off", "2")
                .endRow()
                .endTable().toString();
        for (String tag : List.of("html", "head", "body", "style", "title", "h1", "table", "tr", "th", "td")) {
            int opened = page.split("<" + tag + "[ >]", -1).length;
            assertTrue(opened > 1, tag);
            assertEquals(opened, page.split("</" + tag + ">", -1).length, tag + " in " + page);
        }
    }
}
