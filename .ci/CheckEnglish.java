import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Counts, for each module, words that plain English avoids: relative pronouns for persons where threads and handles are
 * meant, "where" for "if", and lines over 120 columns. Reads comments of Java files, string literals of main code, and
 * Markdown.
 *
 * <pre>
 * java .ci/CheckEnglish.java           prints the table; exit 1 if a module has more than its bound
 * java .ci/CheckEnglish.java core net  prints each place in these modules
 * </pre>
 */
public final class CheckEnglish {
    private static final int COLUMNS = 120;
    private static final Pattern WHO = Pattern.compile("\\b(who(?!-has)|whoever|whom|nobody|somebody|anybody|everybody)\\b",
            Pattern.CASE_INSENSITIVE);
    private static final String RESULT = "(?:\\{@code (?:null|true|false)\\}|`(?:null|true|false)`|\\b(?:null|true|false)\\b|-1)";
    private static final Pattern WHERE = Pattern.compile("(?:" + RESULT + "|@throws\\s+\\S+)[,;]?\\s+(?:also )?where\\b");
    /** A comment, a text block, a string or a character; in this order. */
    private static final Pattern TOKEN = Pattern.compile(
            "(/\\*.*?\\*/|//[^\\n]*)|(\"\"\".*?\"\"\")|(\"(?:\\\\.|[^\"\\\\\\n])*\")|'(?:\\\\.|[^'\\\\\\n])*'", Pattern.DOTALL);
    /** The most findings that a module may have; a module that is not named may have none. */
    private static final Map<String, int[]> MOST = Map.ofEntries(Map.entry(".ci", longLines(4)),
            Map.entry("consumers", longLines(1)),
            Map.entry("cli", longLines(169)), Map.entry("core", longLines(11)), Map.entry("examples", longLines(7)),
            Map.entry("ip", longLines(17)), Map.entry("jmh", longLines(30)), Map.entry("net", longLines(20)),
            Map.entry("queues", longLines(2)), Map.entry("schedulers", longLines(34)), Map.entry("sim", longLines(17)),
            Map.entry("verifier", longLines(8)));

    private final Map<String, int[]> counts = new TreeMap<>();
    private final List<String> places = new ArrayList<>();

    public static void main(String[] modules) throws IOException {
        CheckEnglish check = new CheckEnglish();
        Path root = Path.of("").toAbsolutePath();
        try (Stream<Path> files = Files.walk(root)) {
            files.filter(Files::isRegularFile).map(root::relativize).filter(CheckEnglish::isOurs).sorted()
                    .forEach(file -> check.read(root, file));
        }
        if (modules.length > 0) {
            List<String> wanted = List.of(modules);
            check.places.stream().filter(place -> wanted.contains(place.split("[/:]")[0]))
                    .forEach(System.out::println);
            return;
        }
        check.print(System.out);
    }

    /** Long lines that are left: options of commands, strings of tests, a few statements. */
    private static int[] longLines(int most) {
        return new int[]{0, 0, most};
    }

    private static boolean isOurs(Path file) {
        String name = file.toString();
        return !name.contains("target/") && !name.startsWith(".git/")
                && (name.endsWith(".java") || name.endsWith(".md"));
    }

    private void read(Path root, Path file) {
        try {
            String text = Files.readString(root.resolve(file));
            if (file.toString().endsWith(".md")) {
                look(file, text, 0, text);
            } else {
                readJava(file, text);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void readJava(Path file, String text) {
        boolean main = file.toString().contains("src/main/");
        Matcher tokens = TOKEN.matcher(text);
        while (tokens.find()) {
            if (tokens.group(1) != null || main && (tokens.group(2) != null || tokens.group(3) != null)) {
                look(file, text, tokens.start(), tokens.group());
            }
        }
        int at = 0;
        for (String line : text.split("\n", -1)) {
            if (line.length() > COLUMNS) {
                count(file, text, at, 2, "long line");
            }
            at += line.length() + 1;
        }
    }

    private void look(Path file, String text, int start, String part) {
        Matcher who = WHO.matcher(part);
        while (who.find()) {
            count(file, text, start + who.start(), 0, who.group());
        }
        Matcher where = WHERE.matcher(part.replaceAll("(?<=\\n)( *\\* ?)", "").length() == part.length()
                ? part
                : blankStars(part));
        while (where.find()) {
            count(file, text, start + where.start(), 1, "where for if");
        }
    }

    /** Replaces the stars of a comment by spaces; keeps the length. */
    private static String blankStars(String comment) {
        Matcher stars = Pattern.compile("(?<=\\n) *\\*").matcher(comment);
        return stars.replaceAll(match -> " ".repeat(match.group().length()));
    }

    private void count(Path file, String text, int at, int kind, String what) {
        Path first = file.getName(0);
        String module = file.getNameCount() == 1 ? "README" : first.toString();
        counts.computeIfAbsent(module, made -> new int[3])[kind]++;
        int line = (int) text.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
        String shown = text.lines().skip(line - 1).findFirst().orElse("").strip();
        places.add(file + ":" + line + ": " + what + ": " + shown);
    }

    private void print(PrintStream out) {
        out.printf("%-12s %10s %14s %12s%n", "module", "who-words", "where for if", "long lines");
        int[] sum = new int[3];
        List<String> over = new ArrayList<>();
        for (Map.Entry<String, int[]> module : counts.entrySet()) {
            int[] found = module.getValue();
            int[] most = MOST.getOrDefault(module.getKey(), new int[3]);
            out.printf("%-12s %10d %14d %12d%n", module.getKey(), found[0], found[1], found[2]);
            for (int kind = 0; kind < 3; kind++) {
                sum[kind] += found[kind];
                if (found[kind] > most[kind]) {
                    over.add(module.getKey());
                }
            }
        }
        out.printf("%-12s %10d %14d %12d%n", "all", sum[0], sum[1], sum[2]);
        if (!over.isEmpty()) {
            out.println("more than allowed, java .ci/CheckEnglish.java MODULE shows the places: modules="
                    + over.stream().distinct().sorted(Comparator.naturalOrder()).toList());
            System.exit(1);
        }
    }
}
