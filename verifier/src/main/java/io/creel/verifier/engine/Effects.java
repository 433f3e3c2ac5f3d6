package io.creel.verifier.engine;

import io.creel.verifier.contract.MethodContract;
import io.creel.verifier.contract.Names;
import io.creel.verifier.contract.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The effects of methods without an annotation, found by following calls among the verified classes. They are: which
 * methods can throw more than the exceptions of a misuse, where a method must run, and which private methods suspend.
 */
final class Effects {
    /** Exceptions that say that the caller has made a mistake. What is accepted makes none. */
    private static final Set<String> MISUSES = Set.of("java/lang/IllegalArgumentException",
            "java/lang/IllegalStateException", "java/lang/IndexOutOfBoundsException",
            "java/lang/UnsupportedOperationException", "java/lang/NullPointerException", "java/lang/AssertionError");

    /** One method. */
    private static final class Summary {
        final List<MethodInsnNode> calls = new ArrayList<>();
        boolean fails;
        boolean suspends;
        boolean isPrivate;
        String place;
    }

    private final World world;
    private final Map<String, Summary> summaries = new HashMap<>();

    Effects(World world, Predicate<String> trusted) {
        this.world = world;
        for (ClassNode type : world.verified()) {
            if (trusted.test(Names.dotted(type.name))) {
                continue; // what is trusted throws only if it is misused
            }
            for (MethodNode method : type.methods) {
                summaries.put(type.name + "." + method.name + method.desc, summary(method));
            }
        }
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Map.Entry<String, Summary> entry : summaries.entrySet()) {
                changed |= update(entry.getValue());
            }
        }
    }

    private static Summary summary(MethodNode method) {
        Summary summary = new Summary();
        summary.isPrivate = (method.access & Opcodes.ACC_PRIVATE) != 0;
        summary.fails = !method.exceptions.isEmpty();
        for (AbstractInsnNode insn : method.instructions) {
            if (insn instanceof MethodInsnNode call) {
                summary.calls.add(call);
            }
            if (insn.getOpcode() == Opcodes.ATHROW && method.tryCatchBlocks.isEmpty() && !throwsMisuse(insn)) {
                summary.fails = true;
            }
        }
        return summary;
    }

    /** Whether what is thrown is made on the spot, by a constructor or a method, and only a misuse can cause it. */
    private static boolean throwsMisuse(AbstractInsnNode insn) {
        AbstractInsnNode last = insn.getPrevious();
        while (last != null && last.getOpcode() < 0) {
            last = last.getPrevious();
        }
        return last instanceof MethodInsnNode made && MISUSES.contains(made.name.equals("<init>")
                ? made.owner
                : Type.getReturnType(made.desc).getInternalName());
    }

    private boolean update(Summary summary) {
        boolean changed = false;
        for (MethodInsnNode call : summary.calls) {
            MethodContract contract = world.contract(call.owner, call.name, call.desc);
            if (!summary.fails && fails(call, contract)) {
                summary.fails = true;
                changed = true;
            }
            if (!summary.suspends && suspends(call, contract)) {
                summary.suspends = true;
                changed = true;
            }
            String place = place(call, contract);
            if (summary.place == null && place != null) {
                summary.place = place;
                changed = true;
            }
        }
        return changed;
    }

    private Summary exact(MethodInsnNode call) {
        return summaries.get(call.owner + "." + call.name + call.desc);
    }

    /** Whether a call can throw although every contract is kept. */
    boolean fails(MethodInsnNode call, MethodContract contract) {
        if (suspends(call, contract) || isFunction(call.owner) && call.getOpcode() == Opcodes.INVOKEINTERFACE) {
            return true;
        }
        if (!contract.isEmpty()) {
            return throwsDeclared(call); // it throws besides only if it is misused
        }
        Summary exact = exact(call);
        if (exact != null) {
            return exact.fails || isOpen(call);
        }
        if (call.owner.startsWith("[")) {
            return false;
        }
        if (World.isOfJdk(call.owner)) {
            return throwsDeclared(call);
        }
        return !call.owner.startsWith("io/creel/") || throwsDeclared(call);
    }

    /** Whether a type of the JDK stands for code of the user. */
    static boolean isFunction(String type) {
        return type.startsWith("java/util/function/") || type.equals("java/lang/Runnable")
                || type.equals("java/util/concurrent/Callable") || type.equals("java/util/Comparator")
                || type.equals("java/lang/Comparable");
    }

    /** Whether the called method declares exceptions. */
    boolean throwsDeclared(MethodInsnNode call) {
        for (String type : world.supertypes(call.owner)) {
            ClassNode node = world.find(type);
            MethodNode method = node == null ? null : World.method(node, call.name, call.desc);
            if (method != null) {
                return !method.exceptions.isEmpty();
            }
        }
        return false;
    }

    /** Whether code that is not verified here may implement the called method. */
    private boolean isOpen(MethodInsnNode call) {
        ClassNode node = world.find(call.owner);
        MethodNode method = node == null ? null : World.method(node, call.name, call.desc);
        return method != null && (method.access & Opcodes.ACC_ABSTRACT) != 0
                && (method.access & Opcodes.ACC_PUBLIC) != 0;
    }

    /** Whether a call may suspend: by its contract, or because the called method is private and does. */
    boolean suspends(MethodInsnNode call, MethodContract contract) {
        Summary exact = exact(call);
        return contract.suspends || exact != null && exact.isPrivate && exact.suspends;
    }

    boolean suspends(String key) {
        Summary summary = summaries.get(key);
        return summary != null && summary.isPrivate && summary.suspends;
    }

    /** Where a call must run; {@code null} for any place. */
    String place(MethodInsnNode call, MethodContract contract) {
        if (contract.place != null) {
            return contract.place;
        }
        if (suspends(call, contract)) {
            return "COROUTINE";
        }
        Summary exact = exact(call);
        return exact == null ? null : exact.place;
    }
}
