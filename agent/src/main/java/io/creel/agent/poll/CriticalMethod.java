package io.creel.agent.poll;

import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/** Makes a method count as a lock while it runs, so that polls of the methods it calls do not suspend either. */
final class CriticalMethod {
    private CriticalMethod() {
    }

    static void mark(MethodNode method) {
        LabelNode begin = new LabelNode();
        LabelNode end = new LabelNode();
        for (AbstractInsnNode node : method.instructions.toArray()) {
            if (node.getOpcode() >= Opcodes.IRETURN && node.getOpcode() <= Opcodes.RETURN) {
                method.instructions.insertBefore(node, Hooks.call("unlocked", "()V"));
            }
        }
        InsnList entry = new InsnList();
        entry.add(Hooks.call("locked", "()V"));
        entry.add(begin);
        method.instructions.insert(entry);
        method.instructions.add(end);
        method.instructions.add(new FrameNode(Opcodes.F_NEW, 0, List.of().toArray(), 1,
                new Object[]{"java/lang/Throwable"}));
        method.instructions.add(Hooks.call("unlocked", "()V"));
        method.instructions.add(new InsnNode(Opcodes.ATHROW));
        method.tryCatchBlocks.add(new TryCatchBlockNode(begin, end, end, null));
    }
}
