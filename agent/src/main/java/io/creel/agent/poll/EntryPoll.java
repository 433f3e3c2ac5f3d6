package io.creel.agent.poll;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Decides which methods poll on entry: those that can be part of a recursion, because they call opted-in code, or a
 * functional interface whose implementation may be opted in. Constructors and bridges are left out: their callers poll.
 */
final class EntryPoll {
    private EntryPoll() {
    }

    static boolean isNeeded(MethodNode method, PollPackages packages) {
        if (method.name.startsWith("<") || (method.access & Opcodes.ACC_BRIDGE) != 0) {
            return false;
        }
        for (AbstractInsnNode node : method.instructions) {
            if (node instanceof MethodInsnNode call && (packages.has(call.owner) || isFunctional(call))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isFunctional(MethodInsnNode call) {
        return call.getOpcode() == Opcodes.INVOKEINTERFACE
                && (call.owner.startsWith("java/util/function/") || call.owner.equals("java/lang/Runnable")
                        || call.owner.equals("java/util/concurrent/Callable")
                        || call.owner.equals("java/util/Comparator"));
    }
}
