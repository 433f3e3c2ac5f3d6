package io.creel.agent.check;

import io.creel.verifier.Verifier;
import io.creel.verifier.contract.ClassContract;
import io.creel.verifier.contract.MethodContract;
import io.creel.verifier.contract.World;
import io.creel.verifier.engine.Derived;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Weaves run-time checks into class files. A class file that touches nothing specified comes back as it is.
 *
 * <p>
 * A woven method asks for its {@link Context} once. Before and after each call with a contract it calls
 * {@link ValueChecks} with the values of the call. The woven code has no branches of its own, so the JVM's frames stay
 * as they are but for the local variables that are added.
 */
public final class Weaver {
    static final String CONTEXT = "io/creel/agent/check/Context";
    private static final String TAGGED = "io/creel/agent/check/Tagged";
    private static final String FACTS = "Lio/creel/agent/check/ValueFacts;";
    private static final String FIELD = "creel$facts";
    /** Java 7: the first version in which every class file has frames and may have an invokedynamic. */
    private static final int OLDEST = 51;

    /** In the place of a code: no rule is checked, locks of threads are counted. */
    static final String COUNTS_ONLY = "counts only";

    private final World world;
    private final CheckLevel level;
    private final Set<String> without;

    private Weaver(World world, CheckLevel level, Set<String> without) {
        this.world = world;
        this.level = level;
        this.without = without;
    }

    /**
     * Weaves all checks into a class file.
     *
     * @param classFile
     *            the class file
     * @param world
     *            knows the contracts; for one thread
     * @param level
     *            how much is checked
     * @return the woven class file, or the same array if there is nothing to check
     */
    public static byte[] weave(byte[] classFile, World world, CheckLevel level) {
        return weave(classFile, world, level, Set.of());
    }

    /**
     * Weaves checks into a class file, but not those of some rules.
     *
     * @param classFile
     *            the class file
     * @param world
     *            knows the contracts; for one thread
     * @param level
     *            how much is checked
     * @param without
     *            the codes of the rules that are not checked
     * @return the woven class file, or the same array if there is nothing to check
     */
    public static byte[] weave(byte[] classFile, World world, CheckLevel level, Set<String> without) {
        return level == CheckLevel.OFF ? classFile : new Weaver(world, level, without).weave(classFile, true);
    }

    /**
     * Weaves only what counts the locks of threads, for code that the specification does not bind.
     *
     * @param classFile
     *            the class file
     * @param world
     *            knows the contracts; for one thread
     * @return the woven class file, or the same array if it takes no lock
     */
    public static byte[] countLocks(byte[] classFile, World world) {
        return new Weaver(world, CheckLevel.ON, Set.of(COUNTS_ONLY)).weave(classFile, false);
    }

    /**
     * Weaves checks into a class that is loaded already: its values get no field.
     *
     * @param classFile
     *            the class file
     * @param world
     *            knows the contracts; for one thread
     * @param level
     *            how much is checked
     * @return the woven class file, or the same array if there is nothing to check
     */
    public static byte[] weaveLoaded(byte[] classFile, World world, CheckLevel level) {
        return new Weaver(world, level, Set.of()).weave(classFile, false);
    }

    /**
     * Makes a weaver for class loaders.
     *
     * @param loader
     *            finds the class files of what the woven classes use
     * @param level
     *            how much is checked
     * @return gives the woven class file for a class file; for one thread
     */
    public static UnaryOperator<byte[]> of(ClassLoader loader, CheckLevel level) {
        World world = Verifier.contracts(type -> loader.getResourceAsStream(type + ".class"));
        return classFile -> weave(classFile, world, level);
    }

    /**
     * Puts the field for facts into a class whose values have rules. Nothing else changes.
     *
     * @param classFile
     *            the class file
     * @param world
     *            knows the contracts; for one thread
     * @return the new class file, or the same array if the class needs no field
     */
    public static byte[] tag(byte[] classFile, World world) {
        ClassReader reader = new ClassReader(classFile);
        if (!new Weaver(world, CheckLevel.ON, Set.of()).isTagged(reader.getClassName())) {
            return classFile;
        }
        ClassNode type = new ClassNode();
        reader.accept(type, 0);
        addTag(type);
        ClassWriter writer = new ClassWriter(0);
        type.accept(writer);
        return writer.toByteArray();
    }

    private byte[] weave(byte[] classFile, boolean tags) {
        ClassNode type = new ClassNode();
        new ClassReader(classFile).accept(type, ClassReader.EXPAND_FRAMES);
        if ((type.version & 0xFFFF) < OLDEST || (type.access & Opcodes.ACC_MODULE) != 0) {
            return classFile;
        }
        World one = world.next();
        one.add(type.name, classFile);
        Map<String, List<Derived>> lambdas = Derived.all(one);
        boolean changed = false;
        for (MethodNode method : type.methods) {
            int skipped = Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE | Opcodes.ACC_BRIDGE;
            if ((method.access & skipped) == 0 && !method.name.equals("<clinit>")) {
                MethodContract declared = one.own(type.name, method.name, method.desc);
                boolean isChecked = declared.unchecked == null && !isUnchecked(type.name);
                OwnRules own = OwnRules.of(one, type.name, method, lambdas);
                changed |= new MethodWeaver(one, level, without, type, method, own).weave(isChecked);
            }
        }
        if (tags && isTagged(type.name)) {
            addTag(type);
            changed = true;
        }
        if (!changed) {
            return classFile;
        }
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        type.accept(writer);
        return writer.toByteArray();
    }

    private boolean isUnchecked(String type) {
        for (String name = type; name != null;) {
            if (world.contract(name).unchecked != null) {
                return true;
            }
            int nested = name.lastIndexOf('$');
            name = nested < 0 ? null : name.substring(0, nested);
        }
        return false;
    }

    /** Whether a class, and none above it, needs the field: its values have owners or states, or lend others. */
    private boolean isTagged(String name) {
        ClassNode type = World.isOfJdk(name) ? null : world.find(name);
        if (type == null || (type.access & (Opcodes.ACC_INTERFACE | Opcodes.ACC_ENUM | Opcodes.ACC_RECORD)) != 0
                || !needsFacts(type)) {
            return false;
        }
        for (String above = type.superName; above != null && !World.isOfJdk(above);) {
            ClassNode node = world.find(above);
            if (node == null || needsFacts(node)) {
                return false;
            }
            above = node.superName;
        }
        return true;
    }

    private boolean needsFacts(ClassNode type) {
        ClassContract contract = world.contract(type.name);
        if (contract.owned || !contract.states.isEmpty() || type.name.equals("io/creel/core/lock/CoroutineLock")) {
            return true;
        }
        for (MethodNode method : type.methods) {
            MethodContract own = world.own(type.name, method.name, method.desc);
            if (own != null && (own.receiver.changes || "this".equals(own.borrowedFrom))) {
                return true;
            }
        }
        return false;
    }

    private static void addTag(ClassNode type) {
        type.interfaces.add(TAGGED);
        type.fields.add(new FieldNode(Opcodes.ACC_PRIVATE | Opcodes.ACC_TRANSIENT | Opcodes.ACC_SYNTHETIC, FIELD,
                FACTS, null, null));
        MethodNode get = new MethodNode(Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_SYNTHETIC, "creelFacts",
                "()" + FACTS, null, null);
        get.instructions.add(new VarInsnNode(Opcodes.ALOAD, 0));
        get.instructions.add(new FieldInsnNode(Opcodes.GETFIELD, type.name, FIELD, FACTS));
        get.instructions.add(new InsnNode(Opcodes.ARETURN));
        get.maxStack = 1;
        get.maxLocals = 1;
        type.methods.add(get);
        MethodNode set = new MethodNode(Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_SYNTHETIC, "creelFacts",
                Type.getMethodDescriptor(Type.VOID_TYPE, Type.getType(FACTS)), null, null);
        set.instructions.add(new VarInsnNode(Opcodes.ALOAD, 0));
        set.instructions.add(new VarInsnNode(Opcodes.ALOAD, 1));
        set.instructions.add(new FieldInsnNode(Opcodes.PUTFIELD, type.name, FIELD, FACTS));
        set.instructions.add(new InsnNode(Opcodes.RETURN));
        set.maxStack = 2;
        set.maxLocals = 2;
        type.methods.add(set);
    }
}
