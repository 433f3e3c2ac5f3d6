package io.creel.verifier.engine;

import io.creel.verifier.contract.MethodContract;
import io.creel.verifier.contract.Names;
import io.creel.verifier.report.Code;
import io.creel.verifier.report.RuleFault;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.tree.ClassNode;

/** Names values, writes down events, and makes faults of one method. */
final class FaultTrace {
    private final ClassNode type;
    private final String method;
    private final List<RuleFault> faults;
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Set<String> reported = new HashSet<>();
    private int events;
    /** The source line of the present instruction. */
    int line;
    /** Whether faults count: only after the fixpoint. */
    boolean reporting;

    FaultTrace(ClassNode type, String method, List<RuleFault> faults) {
        this.type = type;
        this.method = method;
        this.faults = faults;
    }

    /** The name of a value in messages, such as {@code packet#1}; a final field is shown as a path. */
    String name(Id id) {
        if (id.base() != null) {
            return id.base().key().equals("this") ? "this." + id.field() : name(id.base()) + "." + id.field();
        }
        if (id.key().equals("this")) {
            return "this";
        }
        String known = names.get(id.key());
        if (known == null) {
            known = id.key().endsWith("'")
                    ? name(Id.of(id.key().substring(0, id.key().length() - 1), id.type())) + " of an earlier round"
                    : numbered(id.type());
            names.put(id.key(), known);
        }
        return known;
    }

    private String numbered(String type) {
        String simple = type == null ? "value" : Names.simple(type).replace("[]", "s");
        String lower = simple.substring(0, 1).toLowerCase(Locale.ROOT) + simple.substring(1);
        return lower + "#" + numbers.merge(lower, 1, Integer::sum);
    }

    Event event(String text, Event before) {
        return new Event(events++, line, text, before);
    }

    /** Begins a fault at the present line. */
    Report fault(Code code) {
        return new Report(code);
    }

    /** A fault in the making. */
    final class Report {
        private final Code code;
        private String headline = "";
        private String needed = "";
        private String found = "";
        private String requiredBy = "";
        private String help = "";
        private final List<Event> path = new ArrayList<>();
        private String subject = "";
        private final List<String> others = new ArrayList<>();
        private int at = line;

        private Report(Code code) {
            this.code = code;
            headline = code.title();
            help = code.explanation();
        }

        Report says(String text) {
            headline = text;
            return this;
        }

        Report needs(String what, String instead) {
            needed = what;
            found = instead;
            return this;
        }

        Report requiredBy(String annotation, MethodContract contract) {
            requiredBy = annotation.isEmpty() || contract == null ? "" : annotation + " on " + contract.label();
            return this;
        }

        Report help(String text) {
            help = text;
            return this;
        }

        Report after(Event... histories) {
            Arrays.stream(histories).filter(each -> each != null).forEach(each -> path.addAll(each.all()));
            return this;
        }

        /** Names the value that the fault is about: at most one fault of a kind is reported for it in a line. */
        Report about(Id id) {
            subject = id.key().replace("'", "");
            return this;
        }

        Report at(int otherLine) {
            at = otherLine;
            return this;
        }

        /** Names a second value that is not to be reported again. */
        Report alsoAbout(Id id) {
            others.add("subject:" + id.key().replace("'", ""));
            return this;
        }

        void add() {
            if (!reporting || !reported.add(code + ":" + at + ":" + headline) || !subject.isEmpty()
                    && isFollowUp()) {
                return;
            }
            reported.addAll(others);
            List<RuleFault.PathStep> steps = path.stream().distinct()
                    .sorted((a, b) -> Integer.compare(a.order(), b.order()))
                    .map(event -> new RuleFault.PathStep(event.line(), event.text())).distinct().toList();
            faults.add(new RuleFault(code, Names.dotted(type.name), method,
                    type.sourceFile == null ? Names.simple(type.name) + ".class" : type.sourceFile, at, headline,
                    steps, needed, found, requiredBy, help));
        }

        /** A value about which something was reported is not reported as lost or misused again. */
        private boolean isFollowUp() {
            return switch (code) {
                case CR001, CR002, CR003, CR004, CR005, CR006, CR007, CR008, CR009, CR011, CR014 -> !reported
                        .add("subject:" + subject);
                default -> {
                    reported.add("subject:" + subject);
                    yield false;
                }
            };
        }
    }
}
