package io.creel.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Documents for newcomers are short, and every link has a target. */
class DocumentsTest {
    private static final int MOST_WORDS_OF_README = 900;
    private static final Path ROOT = Path.of("..");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(?:#[^)]*)?\\)");

    private static List<Path> documents() throws IOException {
        try (Stream<Path> top = Files.list(ROOT); Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(top, docs).filter(path -> path.toString().endsWith(".md")).toList();
        }
    }

    private static List<String> brokenLinks(Path document, String text) {
        List<String> broken = new ArrayList<>();
        Matcher links = LINK.matcher(text);
        while (links.find()) {
            if (!Files.exists(document.resolveSibling(links.group(1)))) {
                broken.add(document + ": " + links.group(1));
            }
        }
        return broken;
    }

    @Test
    void shouldHaveATargetForEveryLink() throws IOException {
        List<Path> documents = documents();
        assertTrue(documents.size() > 50, documents::toString);
        assertEquals(List.of(),
                documents.stream().flatMap(document -> brokenLinks(document, text(document)).stream()).toList());
    }

    @Test
    void shouldNoticeALinkWithoutATarget() {
        assertEquals(1, brokenLinks(ROOT.resolve("README.md"), "[there](docs) [nowhere](docs/nowhere.md)").size());
    }

    @Test
    void shouldKeepReadmeShort() {
        int words = text(ROOT.resolve("README.md")).split("\\s+").length;
        assertTrue(words <= MOST_WORDS_OF_README, () -> "README has too many words: words=" + words);
    }

    private static String text(Path document) {
        try {
            return Files.readString(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
