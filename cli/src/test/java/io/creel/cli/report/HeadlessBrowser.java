package io.creel.cli.report;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A Chromium without a window that lays out a page in a frame of a given width. */
final class HeadlessBrowser {
    static final String MISSING = "no Chromium on the path: names=chromium, chromium-browser, google-chrome";
    private static final int TIMEOUT_SECONDS = 60;

    /** Fills the text of the element with the faults of the framed page, a line each. */
    private static final String LOOK = """
                                       const frame = document.querySelector('iframe'), page = frame.contentDocument, faults = [];
                                       const root = page.documentElement, width = root.clientWidth, view = frame.contentWindow;
                                       if (root.scrollWidth > width) faults.push('page scrolls: width=' + width + ', needed=' + root.scrollWidth);
                                       for (const each of page.body.querySelectorAll('*')) {
                                         const box = each.getBoundingClientRect(), name = each.tagName + ' ' + each.textContent.trim().slice(0, 40);
                                         if (box.width > 0 && (box.right > width + 1 || box.left < -1)) faults.push('outside the page: ' + name);
                                         if (!each.ownerSVGElement && each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 0
                                             && view.getComputedStyle(each).overflowX != 'visible') faults.push('scrolls or is cut: ' + name);
                                       }
                                       for (const text of page.querySelectorAll('svg text')) {
                                         const box = text.getBoundingClientRect(), all = text.ownerSVGElement.getBoundingClientRect();
                                         if (box.left < all.left - 1 || box.right > all.right + 1 || box.top < all.top - 1 || box.bottom > all.bottom + 1)
                                           faults.push('cut by its diagram: ' + text.textContent);
                                         if (box.height < 9 && box.width < 9) faults.push('too small to read: ' + text.textContent);
                                       }
                                       for (const svg of page.querySelectorAll('svg')) {
                                         const boxes = [...svg.querySelectorAll('text.tick, text.axis')].map(tick => tick.getBoundingClientRect());
                                         boxes.forEach((a, i) => boxes.slice(i + 1).forEach(b => {
                                           if (a.left < b.right && b.left < a.right && a.top + 3 < b.bottom - 3 && b.top + 3 < a.bottom - 3) faults.push('texts overlap in a diagram');
                                         }));
                                       }
                                       document.getElementById('found').textContent = 'back=' + view.getComputedStyle(page.body).backgroundColor + '\\n' + faults.join('\\n');
                                       """;

    private final Path program;

    private HeadlessBrowser(Path program) {
        this.program = program;
    }

    /** Returns the first browser on the path. */
    static Optional<HeadlessBrowser> find() {
        return Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                        .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable).findFirst().map(HeadlessBrowser::new);
    }

    /** Returns the background colour and the faults of a page, a line each. */
    List<String> look(Path folder, String html, int width, String scheme) throws Exception {
        Path outer = folder.resolve("frame-" + width + "-" + scheme + ".html");
        Files.writeString(outer,
                """
                <!DOCTYPE html><meta charset="utf-8"><style>body { margin: 0 } iframe { border: 0; display: block; color-scheme: %s }</style>
                <iframe width="%d" height="2400" srcdoc="%s"></iframe><pre id="found" hidden></pre>
                <script>onload = () => { %s }</script>
                """.formatted(
                        scheme, width, Html.escape(html), LOOK));
        String dom = run(folder, "--window-size=1400,2400", "--dump-dom", outer.toUri().toString());
        int from = dom.indexOf("back=");
        if (from < 0) {
            throw new IOException("browser printed no result: output=" + dom);
        }
        return dom.substring(from + "back=".length(), dom.indexOf("</pre>", from)).lines()
                .filter(line -> !line.isBlank())
                .toList();
    }

    /** Writes a picture of what the last look at this width and scheme saw. */
    void shoot(Path folder, int width, String scheme, Path png) throws Exception {
        run(folder, "--window-size=" + Math.max(500, width) + ",2400", "--screenshot=" + png.toAbsolutePath(),
                folder.resolve("frame-" + width + "-" + scheme + ".html").toUri().toString());
    }

    private String run(Path folder, String... arguments) throws Exception {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process = new ProcessBuilder(Stream.concat(Stream.of(program.toString(), "--headless", "--no-sandbox",
                "--disable-gpu", "--hide-scrollbars", "--user-data-dir=" + folder.resolve("profile")),
                Stream.of(arguments)).toList())
                .redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        try {
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("browser failed: errors=" + Files.readString(err));
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        return Files.readString(out);
    }
}
