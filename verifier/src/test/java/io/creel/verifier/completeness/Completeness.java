package io.creel.verifier.completeness;

import io.creel.verifier.completeness.Places.Place;
import io.creel.verifier.contract.Names;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Deletes or weakens each annotation of the packet path, one at a time, and counts the programs whose verdict changes.
 * The path is module {@code ip} with every member of {@code core}, {@code queues} and {@code net} that it refers to.
 */
final class Completeness {
    private static final List<String> BELOW = List.of("core", "queues", "net");

    /** The verdicts that change if one annotation is deleted or weakened. */
    static final class Row {
        final String annotation;
        final String place;
        /** Rejected programs that are accepted then: of the corpus, and forwarders. */
        int guarded;
        int forwarders;
        /** Accepted programs that are rejected then: of the corpus and forwarders, and classes of Creel. */
        int promised;
        int classes;

        Row(Place place, String without, String label) {
            annotation = "`@" + place.name() + "`" + (without == null ? "" : " without `" + without + "`");
            this.place = label;
        }

        boolean guards() {
            return guarded + forwarders > 0;
        }

        boolean isDead() {
            return guarded + forwarders + promised + classes == 0;
        }

        String key() {
            return annotation + " | " + place;
        }
    }

    private final Map<String, byte[]> path = new TreeMap<>();
    private final Set<String> used = new HashSet<>();
    private final List<Program> rejected = new ArrayList<>();
    private final List<Program> accepted = new ArrayList<>();
    private final List<Program> creel = new ArrayList<>();
    private int made;

    Completeness() throws IOException {
        Map<String, byte[]> ip = classes(Path.of("../ip/target/classes"));
        ip.values().forEach(this::use);
        path.putAll(ip);
        for (String module : BELOW) {
            path.putAll(classes(Path.of("..", module, "target", "classes")));
        }
        Map<String, byte[]> corpus = classes(Path.of("target/test-classes"));
        corpus.keySet().removeIf(name -> !name.startsWith("io/creel/verifier/corpus/"));
        for (Program each : programs(corpus, 2)) {
            (each.verify(null, null).isEmpty() ? accepted : rejected).add(each);
        }
        for (Program each : programs(path, 1)) {
            if (each.verify(null, null).isEmpty()) {
                creel.add(each);
            }
        }
    }

    private static Map<String, byte[]> classes(Path folder) throws IOException {
        Map<String, byte[]> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".class")
                    && !each.endsWith("module-info.class")).sorted().toList()) {
                String name = folder.relativize(file).toString();
                found.put(name.substring(0, name.length() - ".class".length()), Files.readAllBytes(file));
            }
        }
        return found;
    }

    /** Groups classes with their nested ones: by the top-level class, or by the class nested in it. */
    private static Collection<Program> programs(Map<String, byte[]> classes, int depth) {
        Map<String, Map<String, byte[]>> groups = new TreeMap<>();
        classes.forEach((name, bytes) -> {
            String[] parts = name.split("\\$");
            if (parts.length >= depth) {
                groups.computeIfAbsent(depth == 1 ? parts[0] : parts[0] + "$" + parts[1], key -> new TreeMap<>())
                        .put(name, bytes);
            }
        });
        return groups.entrySet().stream().map(each -> Program.of(each.getKey(), each.getValue())).toList();
    }

    /** Notes what a class of the path refers to, and the class itself. */
    private void use(byte[] bytes) {
        ClassNode node = Places.read(bytes);
        used.add(node.name);
        for (MethodNode method : node.methods) {
            used.add(node.name + "." + method.name + method.desc);
            for (AbstractInsnNode insn : method.instructions) {
                if (insn instanceof MethodInsnNode call) {
                    used.add(call.owner);
                    used.add(call.owner + "." + call.name + call.desc);
                } else if (insn instanceof FieldInsnNode field) {
                    used.add(field.owner + "." + field.name + field.desc);
                }
            }
        }
        node.fields.forEach(field -> used.add(node.name + "." + field.name + field.desc));
    }

    private boolean isUsed(ClassNode type, Place place) {
        return used.contains(
                type.name + (place.member() == null ? "" : "." + place.member() + place.descriptor()));
    }

    /** Which annotations are tried, by their number and key. */
    interface Choice {
        boolean takes(int number, String key);
    }

    /** Tries the chosen annotations of the path. */
    List<Row> rows(Choice choice) {
        List<Row> rows = new ArrayList<>();
        int number = 0;
        for (Map.Entry<String, byte[]> each : path.entrySet()) {
            ClassNode type = Places.read(each.getValue());
            List<Place> places = Places.of(type);
            for (int i = 0; i < places.size(); i++) {
                List<String> variants = new ArrayList<>();
                variants.add(null); // without the annotation
                variants.addAll(Places.weakened(places.get(i)));
                for (String element : isUsed(type, places.get(i)) ? variants : List.<String>of()) {
                    Row row = new Row(places.get(i), element, label(type, places.get(i)));
                    if (choice.takes(number++, row.key())) {
                        count(row, type, places, i, element);
                        rows.add(row);
                    }
                }
            }
        }
        return rows;
    }

    private void count(Row row, ClassNode type, List<Place> places, int number, String element) {
        Place place = places.get(number);
        byte[] mutant = Places.without(path.get(type.name), number, element);
        row.guarded = changed(rejected, type, place, mutant, false);
        row.promised = changed(accepted, type, place, mutant, true);
        for (Program each : forwarders(type, places, place, element)) {
            boolean before = each.verify(null, null).isEmpty();
            boolean after = each.verify(type.name, mutant).isEmpty();
            row.forwarders += !before && after ? 1 : 0;
            row.promised += before && !after ? 1 : 0;
        }
        if (row.guarded + row.forwarders + row.promised == 0) {
            row.classes = changed(creel, type, place, mutant, true);
        }
    }

    private static int changed(List<Program> programs, ClassNode type, Place place, byte[] mutant, boolean toRejected) {
        int changed = 0;
        for (Program each : programs) {
            boolean isMethod = place.descriptor() != null && place.descriptor().startsWith("(");
            boolean isNear = !isMethod || each.mentions().contains(place.member()); // a path may name a field
            changed += isNear && each.verify(type.name, mutant).isEmpty() != toRejected ? 1 : 0;
        }
        return changed;
    }

    private List<Program> forwarders(ClassNode type, List<Place> places, Place place, String element) {
        List<Program> programs = new ArrayList<>();
        for (MethodNode method : type.methods) {
            boolean isOfClass = place.member() == null && places.stream().anyMatch(
                    each -> method.name.equals(each.member()) && method.desc.equals(each.descriptor()));
            boolean isMeant = method.name.equals(place.member()) && method.desc.equals(place.descriptor());
            if ((isOfClass || isMeant) && Forwarder.canBeMade(method)) {
                Forwarder forwarder = new Forwarder(type, method);
                programs.add(program(forwarder, null, null));
                programs.add(program(forwarder, place, element));
            }
        }
        return programs;
    }

    private Program program(Forwarder forwarder, Place without, String element) {
        String name = "io/creel/verifier/completeness/Forward" + made++;
        return Program.of(name, Map.of(name, forwarder.bytes(name, without, element)));
    }

    /** Every specified method of the path whose forwarder is rejected, with the codes. */
    Map<String, List<String>> rejectedForwarders() {
        Map<String, List<String>> found = new LinkedHashMap<>();
        for (byte[] bytes : path.values()) {
            ClassNode type = Places.read(bytes);
            Map<String, MethodNode> methods = new HashMap<>();
            type.methods.forEach(method -> methods.put(method.name + method.desc, method));
            for (Place place : Places.of(type)) {
                MethodNode method = methods.get(place.member() + place.descriptor());
                if (method != null && isUsed(type, place) && Forwarder.canBeMade(method)) {
                    List<String> codes = program(new Forwarder(type, method), null, null).verify(null, null);
                    if (!codes.isEmpty()) {
                        found.put(label(type, new Place(method.name, method.desc, -1, null, place.node())), codes);
                    }
                }
            }
        }
        return found;
    }

    private static String label(ClassNode type, Place place) {
        String label = Names.simple(type.name) + (place.member() == null ? "" : "." + place.member());
        if (place.descriptor() != null && place.descriptor().startsWith("(")) {
            List<String> types = new ArrayList<>();
            for (Type each : Type.getArgumentTypes(place.descriptor())) {
                types.add(Names.simple(each.getClassName()));
            }
            label += "(" + String.join(", ", types) + ")";
        }
        return place.parameter() < 0 ? label : label + ", parameter " + (place.parameter() + 1);
    }

    String counts() {
        return "rejected programs=" + rejected.size() + ", accepted programs=" + accepted.size()
                + ", accepted classes of Creel=" + creel.size();
    }
}
