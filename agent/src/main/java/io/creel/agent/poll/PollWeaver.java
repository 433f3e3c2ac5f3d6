package io.creel.agent.poll;

import io.creel.core.PreemptionPoll;
import java.util.List;
import java.util.Objects;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassTooLargeException;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodTooLargeException;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Weaves preemption polls into class files of opted-in packages, see {@link PreemptionPoll}. A poll stands at the
 * header of each loop, and at the entry of each method that calls code of these packages. A method without both gets
 * none. Counted loops without calls poll once in {@value PreemptionPoll#STRIP} steps. The weaver also counts the
 * thread-owned locks that the code takes, and marks the class, so that the runtime knows whose frames it can trust.
 *
 * <p>
 * Class initialisers and synchronized methods get no polls, because a poll there can never suspend. Methods marked
 * {@link io.creel.core.spec.NoPreempt} get none either, and count as a lock while they run.
 *
 * <p>
 * Threads: any; immutable. Loads no class of the program. O(size of the class file).
 */
public final class PollWeaver {
    private static final String NO_PREEMPT = "Lio/creel/core/spec/NoPreempt;";

    private final PollPackages packages;

    /**
     * Makes a weaver.
     *
     * @param packages
     *            the code that gets polls
     */
    public PollWeaver(PollPackages packages) {
        this.packages = Objects.requireNonNull(packages, "packages");
    }

    /**
     * Weaves a class.
     *
     * @param classFile
     *            a valid class file of any version that ASM reads
     * @return the woven class file; {@code null} if the class is not to be changed: it is in another package, an
     *         annotation, woven already, or too large with polls
     * @throws IllegalArgumentException
     *             if the class file has a version that ASM does not read
     */
    public byte[] weave(byte[] classFile) {
        ClassReader reader = new ClassReader(classFile);
        if (!packages.has(reader.getClassName()) || (reader.getAccess() & Opcodes.ACC_ANNOTATION) != 0) {
            return null;
        }
        ClassNode type = new ClassNode();
        reader.accept(type, ClassReader.EXPAND_FRAMES);
        if (type.fields.stream().anyMatch(field -> field.name.equals(PreemptionPoll.WOVEN))) {
            return null;
        }
        weave(type);
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        try {
            type.accept(writer);
            return writer.toByteArray();
        } catch (MethodTooLargeException | ClassTooLargeException tooLarge) {
            return null;
        }
    }

    private void weave(ClassNode type) {
        LockCalls.replaceReferences(type);
        boolean monitors = false;
        for (MethodNode method : type.methods) {
            if (method.instructions.size() > 0) {
                monitors |= entersMonitors(method);
                weave(method, type.version & 0xFFFF);
            }
        }
        int access = Opcodes.ACC_STATIC | Opcodes.ACC_FINAL | Opcodes.ACC_SYNTHETIC
                | ((type.access & Opcodes.ACC_INTERFACE) != 0 ? Opcodes.ACC_PUBLIC : Opcodes.ACC_PRIVATE);
        type.fields.add(new FieldNode(access, PreemptionPoll.WOVEN, "I", null, 1));
        if (monitors) {
            type.fields.add(new FieldNode(access, PreemptionPoll.MONITORS, "I", null, 1));
        }
    }

    private void weave(MethodNode method, int majorVersion) {
        boolean isNoPreempt = isMarked(method.invisibleAnnotations) || isMarked(method.visibleAnnotations);
        LockCalls.count(method);
        if (isNoPreempt) {
            CriticalMethod.mark(method);
        } else if (!method.name.equals("<clinit>") && (method.access & Opcodes.ACC_SYNCHRONIZED) == 0) {
            new LoopPolls(method, majorVersion).weave();
            if (EntryPoll.isNeeded(method, packages)) {
                method.instructions.insert(Hooks.poll());
            }
        }
    }

    private static boolean entersMonitors(MethodNode method) {
        if ((method.access & Opcodes.ACC_SYNCHRONIZED) != 0) {
            return true;
        }
        for (var node : method.instructions) {
            if (node instanceof InsnNode && node.getOpcode() == Opcodes.MONITORENTER) {
                return true;
            }
        }
        return false;
    }

    private static boolean isMarked(List<AnnotationNode> annotations) {
        return annotations != null && annotations.stream().anyMatch(one -> one.desc.equals(NO_PREEMPT));
    }
}
