package io.creel.verifier.engine;

import io.creel.verifier.contract.MethodContract;
import io.creel.verifier.contract.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The contracts that bodies of lambdas and referenced methods get from the interface that they implement.
 *
 * @param contract
 *            that of the interface's method
 * @param captured
 *            the number of arguments in front that the lambda has captured
 * @param isInline
 *            unused by the body; whether every use is a lambda expression
 */
public record Derived(MethodContract contract, int captured, boolean isInline) {
    /** Finds the lambdas of all verified classes, by class, name and descriptor of the body. */
    public static Map<String, List<Derived>> all(World world) {
        Map<String, Map<String, Derived>> found = new HashMap<>();
        for (ClassNode type : world.verified()) {
            for (MethodNode method : type.methods) {
                for (AbstractInsnNode insn : method.instructions) {
                    if (insn instanceof InvokeDynamicInsnNode dynamic && isLambda(dynamic)) {
                        Handle body = (Handle) dynamic.bsmArgs[1];
                        String key = body.getOwner() + "." + body.getName() + body.getDesc();
                        Derived derived = of(world, dynamic);
                        found.computeIfAbsent(key, any -> new LinkedHashMap<>())
                                .put(derived.contract.owner + derived.contract.name + derived.captured, derived);
                    }
                }
            }
        }
        Map<String, List<Derived>> all = new HashMap<>();
        found.forEach((key, map) -> all.put(key, new ArrayList<>(map.values())));
        return all;
    }

    static boolean isLambda(InvokeDynamicInsnNode dynamic) {
        return dynamic.bsm.getOwner().equals("java/lang/invoke/LambdaMetafactory");
    }

    /** The contract of the interface's method that a lambda implements. */
    static Derived of(World world, InvokeDynamicInsnNode dynamic) {
        String type = Type.getReturnType(dynamic.desc).getInternalName();
        MethodContract contract = world.contract(type, dynamic.name, ((Type) dynamic.bsmArgs[0]).getDescriptor());
        if (contract.isEmpty()) { // a sub-interface with a method of its own erasure
            contract = world.contract(type, dynamic.name, ((Type) dynamic.bsmArgs[2]).getDescriptor());
        }
        Handle body = (Handle) dynamic.bsmArgs[1];
        int captured = Type.getArgumentCount(dynamic.desc);
        boolean hasReceiver = body.getTag() != Opcodes.H_INVOKESTATIC && body.getTag() != Opcodes.H_NEWINVOKESPECIAL;
        return new Derived(contract, hasReceiver ? captured - 1 : captured, true);
    }
}
