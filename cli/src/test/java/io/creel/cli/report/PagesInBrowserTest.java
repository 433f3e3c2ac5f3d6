package io.creel.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.creel.cli.CreelCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages in a browser, wide and narrow, light and dark. Pictures go to {@code target/reports/pages}. */
class PagesInBrowserTest {
    private static final int[] WIDTHS = {1200, 400};
    private static final List<String> SCHEMES = List.of("light", "dark");

    @TempDir
    private Path folder;
    private HeadlessBrowser browser;

    @BeforeEach
    void findBrowser() {
        Optional<HeadlessBrowser> found = HeadlessBrowser.find();
        assumeTrue(found.isPresent(), HeadlessBrowser.MISSING);
        browser = found.orElseThrow();
    }

    @Test
    void shouldFitWhenItShowsASimulation() throws Exception {
        Path html = folder.resolve("sim.html");
        run("sim", "--workers", "2", "--workload", "HB", "--load", "0.2..0.95/0.15", "--requests", "100000",
                "--policy", "central/fifo,central/two-queue(5us)", "--target", "p99slowdown<=20", "--html",
                html.toString());
        check("sim", html);
    }

    @Test
    void shouldFitWhenItShowsExperiments() throws Exception {
        Path html = folder.resolve("experiments.html");
        run("experiments", "E0", "E1", "E11", "--html", html.toString());
        check("experiments", html);
    }

    @Test
    void shouldFitWhenItShowsTheDemo() throws Exception {
        String home = System.getProperty("creel.home");
        System.setProperty("creel.home", folder.toString());
        try {
            run("demo", "--packets", "1", "--rate", "100000");
        } finally {
            if (home == null) {
                System.clearProperty("creel.home");
            } else {
                System.setProperty("creel.home", home);
            }
        }
        check("demo", folder.resolve("cli/target/reports/demo.html"));
    }

    /** Shows that the checks can fail. */
    @Test
    void shouldFindFaultsWhenAPageHasSome() throws Exception {
        Svg cut = new Svg("cut");
        cut.xTick(1, "a label that is far too long for its place at the end of the scale");
        String page = new HtmlPage("bad", "bad").svg(cut.toString()).toString().replace("</body>",
                "<div style=\"width: 2000px\">wide</div><div style=\"overflow-x: auto; width: 90px\"><p style=\"width: 900px\">hidden</p></div></body>");
        String faults = String.join("\n", browser.look(folder, page, 400, "light"));
        assertTrue(faults.contains("page scrolls: "), faults);
        assertTrue(faults.contains("outside the page: DIV wide"), faults);
        assertTrue(faults.contains("scrolls or is cut: DIV hidden"), faults);
        assertTrue(faults.contains("cut by its diagram: a label"), faults);
    }

    private static void run(String... arguments) {
        StringWriter err = new StringWriter();
        assertEquals(0, CreelCommand.commandLine().setOut(new PrintWriter(new StringWriter()))
                .setErr(new PrintWriter(err)).execute(arguments), err::toString);
    }

    private void check(String name, Path html) throws Exception {
        Path pictures = Files
                .createDirectories(Path.of(System.getProperty("basedir", "."), "target", "reports", "pages"));
        for (int width : WIDTHS) {
            String[] backs = new String[SCHEMES.size()];
            for (int i = 0; i < backs.length; i++) {
                List<String> found = browser.look(folder, Files.readString(html), width, SCHEMES.get(i));
                browser.shoot(folder, width, SCHEMES.get(i),
                        pictures.resolve(name + "-" + width + "-" + SCHEMES.get(i) + ".png"));
                assertEquals(List.of(), found.subList(1, found.size()),
                        name + " at " + width + " px, " + SCHEMES.get(i));
                backs[i] = found.getFirst();
            }
            assertNotEquals(backs[0], backs[1], "light and dark have the same background");
        }
    }
}
