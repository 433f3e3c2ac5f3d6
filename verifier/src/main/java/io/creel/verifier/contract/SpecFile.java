package io.creel.verifier.contract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An external specification: the annotations of classes that one does not own, in the form of Java stubs.
 *
 * <pre>
 * &#64;Owned class io.creel.core.Coroutine {
 *     &#64;Suspends await(&#64;Inline SuspensionCallback where);
 *     &#64;NoSuspend field lock;
 * }
 * </pre>
 *
 * A method is found by its name and the simple names of its parameters' types. A result type is not written.
 */
public final class SpecFile {
    /** One member: its name, the simple type names of its parameters, or {@code null} for a field. */
    record Member(String name, List<String> types, List<String> names, List<Ann> annotations,
            List<List<Ann>> parameters, int line) {
    }

    /** One class: its annotations and members. */
    record Stub(String type, List<Ann> annotations, List<Member> members, String file) {
    }

    private final String file;
    private final List<String> tokens = new ArrayList<>();
    private final List<Integer> lines = new ArrayList<>();
    private int next;

    private SpecFile(String file) {
        this.file = file;
    }

    /** Parses a file; the stubs by the internal name of their class. */
    static Map<String, Stub> parse(String file, String text) {
        SpecFile parser = new SpecFile(file);
        parser.tokenize(text);
        Map<String, Stub> stubs = new LinkedHashMap<>();
        while (parser.next < parser.tokens.size()) {
            Stub stub = parser.stub();
            stubs.put(stub.type(), stub);
        }
        return stubs;
    }

    private void tokenize(String text) {
        int line = 1;
        for (int i = 0; i < text.length();) {
            char c = text.charAt(i);
            if (c == '\n') {
                line++;
                i++;
            } else if (Character.isWhitespace(c)) {
                i++;
            } else if (text.startsWith("//", i)) {
                int end = text.indexOf('\n', i);
                i = end < 0 ? text.length() : end;
            } else if (c == '"') {
                int end = text.indexOf('"', i + 1);
                if (end < 0) {
                    throw error(line, "a string does not end");
                }
                add(text.substring(i, end + 1), line);
                i = end + 1;
            } else if (Character.isJavaIdentifierStart(c)) {
                int end = i;
                while (end < text.length()
                        && (Character.isJavaIdentifierPart(text.charAt(end)) || text.charAt(end) == '.')) {
                    end++;
                }
                add(text.substring(i, end), line);
                i = end;
            } else {
                add(String.valueOf(c), line);
                i++;
            }
        }
    }

    private void add(String token, int line) {
        tokens.add(token);
        lines.add(line);
    }

    private BadInput error(int line, String what) {
        return new BadInput("CR093", "the specification file cannot be read, " + what + ": file=" + file + ", line="
                + line);
    }

    private String peek() {
        return next < tokens.size() ? tokens.get(next) : "";
    }

    private int line() {
        return lines.isEmpty() ? 1 : lines.get(Math.min(next, lines.size() - 1));
    }

    private String take() {
        if (next == tokens.size()) {
            throw error(line(), "it ends too early");
        }
        return tokens.get(next++);
    }

    private void expect(String token) {
        if (!take().equals(token)) {
            next--;
            throw error(line(), "'" + token + "' is needed and '" + peek() + "' is there");
        }
    }

    private Stub stub() {
        List<Ann> annotations = annotations();
        expect("class");
        String type = take().replace('.', '/');
        expect("{");
        List<Member> members = new ArrayList<>();
        while (!peek().equals("}")) {
            members.add(member());
        }
        take();
        return new Stub(type, annotations, members, file);
    }

    private Member member() {
        List<Ann> annotations = annotations();
        int line = line();
        if (peek().equals("field")) {
            take();
            String name = take();
            expect(";");
            return new Member(name, null, List.of(), annotations, List.of(), line);
        }
        String name = take();
        expect("(");
        List<String> types = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<List<Ann>> parameters = new ArrayList<>();
        while (!peek().equals(")")) {
            parameters.add(annotations());
            String type = take();
            while (peek().equals("[")) {
                take();
                expect("]");
                type += "[]";
            }
            types.add(type);
            names.add(take());
            if (peek().equals(",")) {
                take();
            }
        }
        take();
        expect(";");
        return new Member(name.equals("new") ? "<init>" : name, types, names, annotations, parameters, line);
    }

    private List<Ann> annotations() {
        List<Ann> found = new ArrayList<>();
        while (peek().equals("@")) {
            take();
            String name = take();
            Map<String, Object> values = new LinkedHashMap<>();
            if (peek().equals("(")) {
                take();
                while (!peek().equals(")")) {
                    element(values);
                }
                take();
            }
            found.add(new Ann(name, values));
        }
        return found;
    }

    private void element(Map<String, Object> values) {
        String name = "value";
        if (next + 1 < tokens.size() && tokens.get(next + 1).equals("=")) {
            name = take();
            take();
        }
        if (peek().equals("{")) {
            take();
            List<Object> list = new ArrayList<>();
            while (!peek().equals("}")) {
                list.add(constant());
                if (peek().equals(",")) {
                    take();
                }
            }
            take();
            values.put(name, list);
        } else {
            values.put(name, constant());
        }
        if (peek().equals(",")) {
            take();
        }
    }

    private static final Map<String, String> RESULTS = Map.of("TRUE", "true", "FALSE", "false", "NULL", "null",
            "NON_NULL", "non-null");

    private Object constant() {
        String token = take();
        return token.startsWith("\"") ? token.substring(1, token.length() - 1) : RESULTS.getOrDefault(token, token);
    }
}
