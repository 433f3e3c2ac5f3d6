package io.creel.agent.check;

import io.creel.verifier.contract.MethodContract;
import io.creel.verifier.contract.World;
import io.creel.verifier.engine.WellFormedness;
import io.creel.verifier.report.RuleFault;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Finds methods whose contract is wrong in itself: it names a lock, a state or a parameter that does not exist, or
 * contradicts itself. No check can be woven for such a contract. Without a word about it, the method would run
 * unchecked.
 */
final class WrongContracts {
    private WrongContracts() {
    }

    /** Returns what is wrong with the contract of a method, or of a field that it uses; {@code null} for nothing. */
    static String of(World world, ClassNode type, MethodNode method) {
        MethodContract declared = world.own(type.name, method.name, method.desc);
        List<RuleFault> faults = new ArrayList<>();
        if (declared != null && !declared.isEmpty()) {
            faults.addAll(WellFormedness.of(world, declared));
        }
        for (AbstractInsnNode insn : method.instructions) {
            if (insn instanceof FieldInsnNode field && field.owner.equals(type.name)) {
                faults.addAll(WellFormedness.ofField(type, field.name));
            }
        }
        return faults.isEmpty() ? null : faults.get(0).headline();
    }
}
