package io.creel.verifier.contract;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Every class that the verified ones mention, with its contract. Classes are read when they are first asked for. For
 * one thread.
 */
public final class World {
    private static final int NEWEST = 69; // Java 25
    private final Function<String, InputStream> classPath;
    private final Map<String, ClassNode> verified = new LinkedHashMap<>();
    private final Map<String, ClassNode> classes;
    private final Map<String, SpecFile.Stub> stubs;
    private final Set<String> stubMethods;
    private final Set<String> missing = new TreeSet<>();
    private final Map<String, ClassContract> classContracts;
    private final Map<String, MethodContract> own;
    private final Map<String, MethodContract> resolved;
    private static final MethodContract NONE = new MethodContract("", "", "()V", true);
    private static final ClassNode MISSING = new ClassNode();

    /**
     * @param classPath
     *            opens the class file of an internal name; {@code null} if there is none
     */
    public World(Function<String, InputStream> classPath) {
        this.classPath = classPath;
        classes = new HashMap<>();
        stubs = new HashMap<>();
        stubMethods = new LinkedHashSet<>();
        classContracts = new HashMap<>();
        own = new HashMap<>();
        resolved = new HashMap<>();
    }

    private World(World known) {
        classPath = known.classPath;
        classes = known.classes;
        stubs = known.stubs;
        stubMethods = known.stubMethods;
        classContracts = known.classContracts;
        own = known.own;
        resolved = known.resolved;
    }

    /** Returns a world that verifies nothing yet, and shares with this one what it has read. */
    public World next() {
        return new World(this);
    }

    /** Adds an external specification. A later one for the same class replaces an earlier one. */
    public void specify(String file, String text) {
        stubs.putAll(SpecFile.parse(file, text));
        for (SpecFile.Stub stub : stubs.values()) {
            stub.members().forEach(member -> stubMethods.add(member.name()));
        }
    }

    /** Adds a class that is verified. Returns {@code null} for a module descriptor. */
    public ClassNode add(String source, byte[] bytes) {
        ClassNode node = parse(source, bytes, ClassReader.SKIP_FRAMES);
        if (node.name.equals("module-info")) {
            return null;
        }
        verified.put(node.name, node);
        classes.put(node.name, node);
        return node;
    }

    private static ClassNode parse(String source, byte[] bytes, int flags) {
        if (bytes.length < 8 || bytes[0] != (byte) 0xCA || bytes[1] != (byte) 0xFE) {
            throw new BadInput("CR091", "this is no class file: file=" + source);
        }
        int version = (bytes[6] & 0xFF) << 8 | bytes[7] & 0xFF;
        if (version > NEWEST) {
            throw new BadInput("CR090", "the class file is newer than this verifier can read, compile with --release "
                    + (NEWEST - 44) + ": file=" + source + ", version=" + version + ", newest=" + NEWEST);
        }
        try {
            ClassNode node = new ClassNode();
            new ClassReader(bytes).accept(node, flags);
            Descriptors.check(node);
            return node;
        } catch (RuntimeException | OutOfMemoryError malformed) { // a table of impossible length, too
            throw new BadInput("CR091", "the class file is damaged: file=" + source);
        }
    }

    public Iterable<ClassNode> verified() {
        return verified.values();
    }

    public boolean isVerified(String type) {
        return verified.containsKey(type);
    }

    /** Returns a class, or {@code null} if it is an array or not on the class path. */
    public ClassNode find(String type) {
        ClassNode known = classes.get(type);
        if (known == null) {
            known = MISSING;
            if (!type.startsWith("[")) {
                try (InputStream in = classPath.apply(type)) {
                    if (in != null) {
                        byte[] bytes = in.readAllBytes();
                        int flags = ClassReader.SKIP_FRAMES | ClassReader.SKIP_DEBUG;
                        // the bodies of the JDK's own methods tell nothing
                        known = parse(type, bytes,
                                isOfJdk(type) ? flags | ClassReader.SKIP_CODE : ClassReader.SKIP_FRAMES);
                    }
                } catch (IOException unreadable) {
                    throw new BadInput("CR091", "the class file cannot be read: class=" + Names.dotted(type));
                }
            }
            classes.put(type, known);
        }
        return known == MISSING ? null : known;
    }

    /**
     * Notes that a class is missing, so that its contract is unknown. Many jars refer to optional classes.
     *
     * <p>
     * A class of Creel has a contract for sure, so without it there is no result.
     */
    private void require(String type) {
        if (!isOfJdk(type) && !type.startsWith("[") && find(type) == null) {
            if (type.startsWith("io/creel/")) {
                throw new BadInput("CR092", "a class of Creel is missing, add its jar to --class-path: class="
                        + Names.dotted(type));
            }
            missing.add(Names.dotted(type));
        }
    }

    /** The classes that were asked for and are not there, in the order of their names. */
    public Set<String> missing() {
        return missing;
    }

    /** Whether a class comes with the JDK. */
    public static boolean isOfJdk(String type) {
        return type.startsWith("java/") || type.startsWith("javax/") || type.startsWith("jdk/")
                || type.startsWith("sun/");
    }

    /** The contract of a class, with what it inherits. */
    public ClassContract contract(String type) {
        ClassContract known = classContracts.get(type);
        if (known != null) {
            return known;
        }
        classContracts.put(type, ClassContract.NONE); // ends a circle of superclasses
        ClassContract made = ClassContract.NONE;
        if (!type.startsWith("[") && (!isOfJdk(type) || stubs.containsKey(type))) {
            made = new ClassContract();
            SpecFile.Stub stub = stubs.get(type);
            if (stub != null) {
                made.read(stub.annotations());
            }
            ClassNode node = find(type);
            if (node != null) {
                if (stub == null) {
                    made.read(Ann.of(node.invisibleAnnotations, node.visibleAnnotations));
                }
                if (node.superName != null && !made.isTracked() && !isOfJdk(node.superName)) {
                    ClassContract inherited = contract(node.superName);
                    made.owned |= inherited.owned;
                    made.noSuspend |= inherited.noSuspend;
                    made.threadOwned |= inherited.threadOwned;
                    made.states.addAll(inherited.states);
                    made.ownedIn.addAll(inherited.ownedIn);
                }
            }
        }
        classContracts.put(type, made);
        return made;
    }

    /** The contract of a method: its own, or what it inherits. Never {@code null}. */
    public MethodContract contract(String owner, String name, String descriptor) {
        String key = owner + '.' + name + descriptor;
        MethodContract known = resolved.get(key);
        if (known == null) {
            resolved.put(key, NONE); // ends a circle of bridges
            known = resolve(owner, name, descriptor);
            resolved.put(key, known);
        }
        return known;
    }

    private MethodContract resolve(String owner, String name, String descriptor) {
        if (owner.startsWith("[") || isOfJdk(owner) && !stubMethods.contains(name)) {
            return NONE;
        }
        for (String type : supertypes(owner)) {
            require(type);
            MethodContract found = own(type, name, descriptor);
            if (found != null && !found.isEmpty()) {
                return found;
            }
            if (name.equals("<init>")) {
                break;
            }
        }
        MethodContract inherited = throughBridge(owner, name, descriptor);
        if (inherited != null) {
            return inherited;
        }
        MethodContract declared = own(owner, name, descriptor);
        return declared == null ? NONE : declared;
    }

    /** The contract of a generic method that this one implements with another descriptor; {@code null} for none. */
    private MethodContract throughBridge(String owner, String name, String descriptor) {
        ClassNode node = name.startsWith("<") || isOfJdk(owner) ? null : find(owner);
        if (node != null) {
            for (MethodNode method : node.methods) {
                if ((method.access & Opcodes.ACC_BRIDGE) != 0 && method.name.equals(name)
                        && !method.desc.equals(descriptor) && calls(method, owner, name, descriptor)) {
                    MethodContract found = contract(owner, name, method.desc);
                    if (!found.isEmpty()) {
                        return found;
                    }
                }
            }
        }
        return null;
    }

    private static boolean calls(MethodNode bridge, String owner, String name, String descriptor) {
        for (AbstractInsnNode insn : bridge.instructions) {
            if (insn instanceof MethodInsnNode call && call.owner.equals(owner) && call.name.equals(name)
                    && call.desc.equals(descriptor)) {
                return true;
            }
        }
        return false;
    }

    /** The contracts of the methods that this one overrides, nearest first. */
    public List<MethodContract> overridden(String owner, String name, String descriptor) {
        List<MethodContract> found = new ArrayList<>();
        for (String type : supertypes(owner)) {
            if (!type.equals(owner) && own(type, name, descriptor) != null) {
                MethodContract contract = contract(type, name, descriptor);
                if (!isOfJdk(type) || !contract.isEmpty()) { // the JDK promises nothing about suspension
                    found.add(contract);
                }
            }
        }
        MethodContract generic = throughBridge(owner, name, descriptor);
        if (generic != null) {
            found.add(generic);
        }
        return found;
    }

    /** The class itself, then its superclasses and interfaces, nearest first. */
    public List<String> supertypes(String type) {
        Set<String> all = new LinkedHashSet<>();
        List<String> level = List.of(type);
        while (!level.isEmpty()) {
            List<String> above = new ArrayList<>();
            for (String each : level) {
                if (all.add(each)) {
                    ClassNode node = find(each);
                    if (node != null) {
                        if (node.superName != null && !node.superName.equals("java/lang/Object")) {
                            above.add(node.superName);
                        }
                        above.addAll(node.interfaces);
                    }
                }
            }
            level = above;
        }
        return List.copyOf(all);
    }

    /** Whether a class is another one or extends or implements it. */
    public boolean isSubtype(String type, String of) {
        return type.equals(of) || of.equals("java/lang/Object") || supertypes(type).contains(of);
    }

    /** What a class itself says about a method; {@code null} if it does not declare it. */
    public MethodContract own(String type, String name, String descriptor) {
        String key = type + '.' + name + descriptor;
        if (own.containsKey(key)) {
            return own.get(key);
        }
        MethodContract made = null;
        ClassNode node = find(type);
        MethodNode method = node == null ? null : method(node, name, descriptor);
        if (method != null) {
            SpecFile.Stub stub = stubs.get(type);
            made = ContractReader.read(node, method, stub == null ? null : member(stub, name, descriptor));
        }
        own.put(key, made);
        return made;
    }

    private static SpecFile.Member member(SpecFile.Stub stub, String name, String descriptor) {
        for (SpecFile.Member member : stub.members()) {
            if (member.types() != null && member.name().equals(name)
                    && member.types().equals(ContractReader.simpleTypes(descriptor))) {
                return member;
            }
        }
        return null;
    }

    /** Returns the first member of the stub for which the class has none; {@code null} if all are there. */
    String unknownMember(SpecFile.Stub stub, ClassNode node) {
        for (SpecFile.Member member : stub.members()) {
            boolean found = member.types() == null
                    ? node.fields.stream().anyMatch(field -> field.name.equals(member.name()))
                    : node.methods.stream().anyMatch(method -> method.name.equals(member.name())
                            && ContractReader.simpleTypes(method.desc).equals(member.types()));
            if (!found) {
                return member.name() + (member.types() == null
                        ? ""
                        : "(" + String.join(", ", member.types()) + ")") + " in line " + member.line();
            }
        }
        return null;
    }

    /** Checks that each external specification speaks of classes and members that exist. */
    public void checkStubs() {
        for (SpecFile.Stub stub : stubs.values()) {
            ClassNode node = find(stub.type());
            String unknown = node == null ? null : unknownMember(stub, node);
            if (unknown != null) {
                throw new BadInput("CR093", "the specification file names a member that the class does not have: file="
                        + stub.file() + ", class=" + Names.dotted(stub.type()) + ", member=" + unknown);
            }
        }
    }

    /** Returns a method that the class itself declares, or {@code null}. */
    public static MethodNode method(ClassNode node, String name, String descriptor) {
        for (MethodNode method : node.methods) {
            if (method.name.equals(name) && method.desc.equals(descriptor)) {
                return method;
            }
        }
        return null;
    }

    /** Returns a field of the class or of its superclasses, or {@code null}. */
    public FieldNode field(String owner, String name) {
        for (String type : supertypes(owner)) {
            ClassNode node = find(type);
            if (node != null) {
                for (FieldNode field : node.fields) {
                    if (field.name.equals(name)) {
                        return field;
                    }
                }
            }
        }
        return null;
    }

    /** Whether a field has an annotation of the specification. */
    public boolean fieldHas(String owner, String name, String annotation) {
        for (String type : supertypes(owner)) {
            SpecFile.Stub stub = stubs.get(type);
            if (stub != null) {
                for (SpecFile.Member member : stub.members()) {
                    if (member.types() == null && member.name().equals(name)) {
                        return member.annotations().stream().anyMatch(ann -> ann.name().equals(annotation));
                    }
                }
            }
        }
        FieldNode field = field(owner, name);
        return field != null && Ann.isOn(field, annotation);
    }

    /** Whether all loads of a field give the same value: it is final, or set once before others see the object. */
    public boolean isStable(String owner, String name) {
        return isFinal(owner, name) || fieldHas(owner, name, "Stable");
    }

    /** Whether a field is final. */
    public boolean isFinal(String owner, String name) {
        FieldNode field = field(owner, name);
        return field != null && (field.access & Opcodes.ACC_FINAL) != 0;
    }

    /** Returns the only abstract method of an interface, or {@code null}. */
    public MethodNode functionalMethod(String type) {
        for (String each : supertypes(type)) {
            ClassNode node = find(each);
            if (node != null) {
                for (MethodNode method : node.methods) {
                    if ((method.access & Opcodes.ACC_ABSTRACT) != 0) {
                        return method;
                    }
                }
            }
        }
        return null;
    }
}
