package io.creel.verifier.engine;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/** The names and types that the source gave to local variables, if the compiler has kept them. */
final class LocalNames {
    private final MethodNode method;

    LocalNames(MethodNode method) {
        this.method = method;
    }

    /** Returns the name of a variable at an instruction; {@code null} if it is unknown. */
    String at(int local, int instruction) {
        if (method.localVariables != null) {
            for (LocalVariableNode each : method.localVariables) {
                int start = method.instructions.indexOf(each.start);
                int end = method.instructions.indexOf(each.end);
                if (each.index == local && start <= instruction + 2 && instruction < end) {
                    return each.name;
                }
            }
        }
        return null;
    }

    /** Returns the boolean variable that a jump tests; -1 for none. */
    int flag(int index, JumpInsnNode jump, Val value) {
        boolean tests = (jump.getOpcode() == Opcodes.IFEQ || jump.getOpcode() == Opcodes.IFNE)
                && value.kind() == Val.Kind.PLAIN;
        AbstractInsnNode previous = jump.getPrevious();
        if (tests && previous instanceof VarInsnNode load && load.getOpcode() == Opcodes.ILOAD
                && method.localVariables != null) {
            for (LocalVariableNode each : method.localVariables) {
                if (each.index == load.var && each.desc.equals("Z")
                        && method.instructions.indexOf(each.start) <= index
                        && index < method.instructions.indexOf(each.end)) {
                    return load.var;
                }
            }
        }
        return -1;
    }
}
