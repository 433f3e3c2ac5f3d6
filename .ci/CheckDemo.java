import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks the demo's report: no packet lost, flows seen, both policies measured.
 *
 * <p>
 * Runs from its source ({@code java CheckDemo.java FILE}) and needs only a JDK, so a report is checked by code that
 * shares nothing with its writer. {@code flows} may be a number or the list of flows. Other fields are ignored. Exit
 * code 0 and a summary, or 1 and one sentence.
 */
public final class CheckDemo {
    private static final int MIN_POLICIES = 2;

    private CheckDemo() {
    }

    public static void main(String[] args) {
        if (args.length != 1) {
            System.err.println("usage: java CheckDemo.java FILE");
            System.exit(2);
        }
        try {
            System.out.println(check(object(new Json(Files.readString(Path.of(args[0]))).parse(), "report")));
        } catch (MalformedInputException e) {
            fail(args[0], "not UTF-8");
        } catch (IOException e) {
            fail(args[0], "cannot be read: " + e);
        } catch (IllegalArgumentException e) {
            fail(args[0], e.getMessage());
        }
    }

    private static void fail(String file, String why) {
        System.err.println("CheckDemo: " + file + ": " + why);
        System.exit(1);
    }

    private static String check(Map<String, Object> report) {
        long in = count(report, "packetsIn");
        long out = count(report, "packetsOut");
        Map<String, Object> drops = object(field(report, "drops"), "drops");
        long dropped = drops.keySet().stream().mapToLong(reason -> count(drops, reason)).reduce(0, Math::addExact);
        long flows = field(report, "flows") instanceof List<?> list ? list.size() : count(report, "flows");
        String seen = "packetsIn=" + in + ", packetsOut=" + out + ", dropped=" + dropped + ", flows=" + flows;
        require(in > 0, "no packet was sent", seen);
        require(in == Math.addExact(out, dropped), "packets were lost", seen);
        require(flows > 0, "no flow was seen", seen);
        return seen + checkPolicies(list(field(report, "policies"), "policies"));
    }

    private static String checkPolicies(List<Object> policies) {
        StringBuilder summary = new StringBuilder();
        Set<String> names = new TreeSet<>();
        for (Object each : policies) {
            Map<String, Object> policy = object(each, "policies[]");
            require(field(policy, "name") instanceof String, "a policy's name is not a text", policy);
            String name = (String) policy.get("name");
            BigDecimal p50 = number(policy, "p50Us");
            BigDecimal p99 = number(policy, "p99Us");
            BigDecimal p999 = number(policy, "p999Us");
            require(names.add(name), "two policies have one name", policy);
            require(p50.signum() > 0, "a latency is not positive", policy);
            require(p50.compareTo(p99) <= 0 && p99.compareTo(p999) <= 0, "percentiles fall", policy);
            summary.append("\n  ").append(name).append(": p50Us=").append(p50.toPlainString()).append(", p99Us=")
                    .append(p99.toPlainString()).append(", p999Us=").append(p999.toPlainString());
        }
        require(names.size() >= MIN_POLICIES, "too few policies", "found=" + names + ", wanted=" + MIN_POLICIES);
        return summary.toString();
    }

    private static void require(boolean condition, String what, Object seen) {
        if (!condition) {
            throw new IllegalArgumentException(what + ": " + seen);
        }
    }

    private static Object field(Map<String, Object> object, String name) {
        require(object.containsKey(name), "a field is missing", "name=" + name);
        return object.get(name);
    }

    private static BigDecimal number(Map<String, Object> object, String name) {
        if (field(object, name) instanceof BigDecimal number) {
            return number;
        }
        throw new IllegalArgumentException("not a number: " + name + "=" + object.get(name));
    }

    private static long count(Map<String, Object> object, String name) {
        BigDecimal number = number(object, name);
        try {
            long count = number.longValueExact();
            require(count >= 0, "a count is negative", name + "=" + number);
            return count;
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("not a count: " + name + "=" + number, e);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object value, String what) {
        require(value instanceof Map, "not an object", what);
        return (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(Object value, String what) {
        require(value instanceof List, "not a list", what);
        return (List<Object>) value;
    }

    /** Parses RFC 8259 strictly into maps, lists, strings, numbers, booleans and null; repeated names are refused. */
    private static final class Json {
        private static final int MAX_DEPTH = 64;
        private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]{1,3})?");
        private static final Pattern STRING = Pattern
                .compile("\"((?:[^\"\\\\\\x00-\\x1f]|\\\\[\"\\\\/bfnrt]|\\\\u[0-9a-fA-F]{4})*+)\"");
        private static final Pattern ESCAPE = Pattern.compile("\\\\(u....|.)");

        private final String text;
        private int at;
        private int depth;

        Json(String text) {
            this.text = text;
        }

        Object parse() {
            Object value = value();
            if (at != text.length()) {
                throw wrong("the end");
            }
            return value;
        }

        /** Reads one value and the whitespace around it. */
        private Object value() {
            skipBlanks();
            Object value = switch (at < text.length() ? text.charAt(at) : '\0') {
                case '{' -> members();
                case '[' -> elements();
                case '"' -> string();
                case 't' -> literal("true", true);
                case 'f' -> literal("false", false);
                case 'n' -> literal("null", null);
                default -> new BigDecimal(token(NUMBER, "a value").group());
            };
            skipBlanks();
            return value;
        }

        private Map<String, Object> members() {
            Map<String, Object> members = new LinkedHashMap<>();
            for (boolean more = open('}'); more; more = next('}')) {
                skipBlanks();
                String name = string();
                skipBlanks();
                expect(':');
                if (members.containsKey(name)) {
                    throw new IllegalArgumentException("not JSON: a name is repeated: name=" + name);
                }
                members.put(name, value());
            }
            return members;
        }

        private List<Object> elements() {
            List<Object> elements = new ArrayList<>();
            for (boolean more = open(']'); more; more = next(']')) {
                elements.add(value());
            }
            return elements;
        }

        private boolean open(char end) {
            at++;
            depth++;
            if (depth > MAX_DEPTH) {
                throw new IllegalArgumentException("not a report: nested too deeply: limit=" + MAX_DEPTH);
            }
            skipBlanks();
            return !closes(end);
        }

        private boolean next(char end) {
            if (closes(end)) {
                return false;
            }
            expect(',');
            return true;
        }

        private boolean closes(char end) {
            if (at == text.length() || text.charAt(at) != end) {
                return false;
            }
            at++;
            depth--;
            return true;
        }

        private String string() {
            String quoted = token(STRING, "a string").group(1);
            return ESCAPE.matcher(quoted).replaceAll(escape -> Matcher.quoteReplacement(unescape(escape.group(1))));
        }

        private static String unescape(String escape) {
            return switch (escape.charAt(0)) {
                case 'b' -> "\b";
                case 'f' -> "\f";
                case 'n' -> "\n";
                case 'r' -> "\r";
                case 't' -> "\t";
                case 'u' -> String.valueOf((char) Integer.parseInt(escape.substring(1), 16));
                default -> escape;
            };
        }

        private Object literal(String word, Object value) {
            if (!text.startsWith(word, at)) {
                throw wrong(word);
            }
            at += word.length();
            return value;
        }

        private Matcher token(Pattern pattern, String what) {
            Matcher matcher = pattern.matcher(text).region(at, text.length());
            if (!matcher.lookingAt()) {
                throw wrong(what);
            }
            at = matcher.end();
            return matcher;
        }

        private void expect(char wanted) {
            if (at == text.length() || text.charAt(at) != wanted) {
                throw wrong("'" + wanted + "'");
            }
            at++;
        }

        private void skipBlanks() {
            while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
        }

        private IllegalArgumentException wrong(String wanted) {
            return new IllegalArgumentException("not JSON: wanted=" + wanted + ", offset=" + at);
        }
    }
}
