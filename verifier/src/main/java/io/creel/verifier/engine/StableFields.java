package io.creel.verifier.engine;

import io.creel.verifier.contract.Ann;
import io.creel.verifier.report.Code;
import io.creel.verifier.report.RuleFault;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;

/** Whether a field marked {@code @Stable} is set in one place only: by constructors, or by one other method. */
final class StableFields {
    private StableFields() {
    }

    static void check(ClassNode type, List<RuleFault> faults) {
        for (FieldNode field : type.fields) {
            if (!Ann.isOn(field, "Stable")) {
                continue;
            }
            FaultTrace trace = new FaultTrace(type, "field " + field.name, faults);
            trace.reporting = true;
            if ((field.access & Opcodes.ACC_PRIVATE) == 0) {
                trace.fault(Code.CR022).says("@Stable field " + field.name + " is not private, so any class may set it")
                        .help("make it private").add();
            }
            Set<String> setters = new HashSet<>();
            for (MethodNode method : type.methods) {
                if (sets(method, type, field)) {
                    setters.add(method.name.equals("<init>") ? "<init>" : method.name + method.desc);
                }
            }
            if (setters.size() > 1) {
                trace.fault(Code.CR022).says("@Stable field " + field.name + " is set by more than one method")
                        .help("set it in the constructor, or in one method that is called once").add();
            }
        }
    }

    private static boolean sets(MethodNode method, ClassNode type, FieldNode field) {
        for (AbstractInsnNode insn : method.instructions) {
            if (insn instanceof FieldInsnNode put
                    && (insn.getOpcode() == Opcodes.PUTFIELD || insn.getOpcode() == Opcodes.PUTSTATIC)
                    && put.owner.equals(type.name) && put.name.equals(field.name)) {
                return true;
            }
        }
        return false;
    }
}
