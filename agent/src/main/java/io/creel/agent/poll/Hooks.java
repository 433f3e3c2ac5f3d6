package io.creel.agent.poll;

import io.creel.core.PreemptionPoll;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.MethodInsnNode;

/** The calls of {@link PreemptionPoll} that woven code makes. */
final class Hooks {
    /** The name of the class; as text, because the agent has no class of core of its own. */
    private static final String OWNER = "io/creel/core/PreemptionPoll";

    private Hooks() {
    }

    static MethodInsnNode poll() {
        return call("poll", "()V");
    }

    static MethodInsnNode strip() {
        return call("strip", "(II)I");
    }

    static MethodInsnNode call(String name, String descriptor) {
        return new MethodInsnNode(Opcodes.INVOKESTATIC, OWNER, name, descriptor, false);
    }
}
