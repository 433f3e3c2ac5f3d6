package io.creel.agent.poll;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Counts the thread-owned locks that the calls of a method take and release.
 *
 * <p>
 * A call is known by its name and descriptor, because the class of the receiver cannot be loaded here. So the counted
 * call also passes the receiver, and only a {@code Lock} counts. A lock is counted before it is taken, and
 * uncounted after it was released: an exception in between leaves the count too high, which keeps the coroutine from
 * being preempted until its body ends.
 */
final class LockCalls {
    private static final String STAMPED = "java/util/concurrent/locks/StampedLock";
    private static final String SEMAPHORE = "java/util/concurrent/Semaphore";
    private static final String TIMED = "(JLjava/util/concurrent/TimeUnit;)";
    private static final Set<String> OF_LOCKS = Set.of("lock()V", "lockInterruptibly()V", "tryLock()Z",
            "tryLock" + TIMED + "Z", "unlock()V");

    private LockCalls() {
    }

    /**
     * Replaces method references to locks, such as {@code lock::unlock}, by references to methods of this class, whose
     * calls are counted.
     */
    static void replaceReferences(ClassNode type) {
        List<MethodNode> added = new ArrayList<>();
        for (MethodNode method : type.methods) {
            for (AbstractInsnNode node : method.instructions) {
                if (node instanceof InvokeDynamicInsnNode dynamic) {
                    for (int i = 0; i < dynamic.bsmArgs.length; i++) {
                        if (dynamic.bsmArgs[i] instanceof Handle target && isCounted(target)) {
                            MethodNode bridge = bridge(target, "$creel$lock$" + added.size());
                            added.add(bridge);
                            dynamic.bsmArgs[i] = new Handle(Opcodes.H_INVOKESTATIC, type.name, bridge.name, bridge.desc,
                                    (type.access & Opcodes.ACC_INTERFACE) != 0);
                        }
                    }
                }
            }
        }
        type.methods.addAll(added);
    }

    private static boolean isCounted(Handle target) {
        return (target.getTag() == Opcodes.H_INVOKEVIRTUAL || target.getTag() == Opcodes.H_INVOKEINTERFACE)
                && isCounted(target.getOwner(), target.getName(), target.getDesc());
    }

    private static boolean isCounted(String owner, String name, String descriptor) {
        return OF_LOCKS.contains(name + descriptor) || owner.equals(STAMPED) && isOfStamps(name)
                || owner.equals(SEMAPHORE) && isAcquire(name);
    }

    private static boolean isOfStamps(String name) {
        return name.contains("Lock") || name.startsWith("unlock") || name.startsWith("tryUnlock")
                || name.startsWith("tryConvert");
    }

    private static boolean isAcquire(String name) {
        return name.startsWith("acquire") || name.startsWith("tryAcquire");
    }

    private static MethodNode bridge(Handle target, String name) {
        boolean ofInterface = target.getTag() == Opcodes.H_INVOKEINTERFACE;
        Type receiver = Type.getObjectType(target.getOwner());
        Type[] arguments = Type.getArgumentTypes(target.getDesc());
        Type result = Type.getReturnType(target.getDesc());
        Type[] all = new Type[arguments.length + 1];
        all[0] = receiver;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        MethodNode bridge = new MethodNode(Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC, name,
                Type.getMethodDescriptor(result, all), null, null);
        int local = 0;
        for (Type argument : all) {
            bridge.instructions.add(new VarInsnNode(argument.getOpcode(Opcodes.ILOAD), local));
            local += argument.getSize();
        }
        bridge.instructions.add(new MethodInsnNode(ofInterface ? Opcodes.INVOKEINTERFACE : Opcodes.INVOKEVIRTUAL,
                target.getOwner(), target.getName(), target.getDesc(), ofInterface));
        bridge.instructions.add(new InsnNode(result.getOpcode(Opcodes.IRETURN)));
        bridge.maxLocals = local;
        return bridge;
    }

    /** Counts the calls of a method. */
    static void count(MethodNode method) {
        for (AbstractInsnNode node : method.instructions.toArray()) {
            if (node instanceof MethodInsnNode call && call.getOpcode() != Opcodes.INVOKESTATIC) {
                if (OF_LOCKS.contains(call.name + call.desc)) {
                    countLock(method, call);
                } else if (call.owner.equals(STAMPED) && isOfStamps(call.name)) {
                    countStamp(method, call);
                } else if (call.owner.equals(SEMAPHORE) && isAcquire(call.name)) {
                    method.instructions.insertBefore(call, Hooks.call("permit", "()V"));
                }
            }
        }
    }

    private static void countLock(MethodNode method, MethodInsnNode call) {
        InsnList before = new InsnList();
        InsnList after = new InsnList();
        if (call.desc.startsWith(TIMED)) {
            int local = method.maxLocals;
            method.maxLocals += 3;
            before.add(new VarInsnNode(Opcodes.ASTORE, local + 2));
            before.add(new VarInsnNode(Opcodes.LSTORE, local));
            before.add(new InsnNode(Opcodes.DUP));
            before.add(new VarInsnNode(Opcodes.LLOAD, local));
            before.add(new VarInsnNode(Opcodes.ALOAD, local + 2));
        } else {
            before.add(new InsnNode(Opcodes.DUP));
        }
        if (call.name.equals("lock")) {
            before.add(Hooks.call("locked", "(Ljava/lang/Object;)V"));
        } else if (call.desc.endsWith("Z")) {
            after.add(new InsnNode(Opcodes.DUP_X1)); // receiver, result: the result stays
            after.add(Hooks.call("lockedIf", "(Ljava/lang/Object;Z)V"));
        } else {
            after.add(Hooks.call(call.name.equals("unlock") ? "unlocked" : "locked", "(Ljava/lang/Object;)V"));
        }
        surround(method, call, before, after);
    }

    private static void countStamp(MethodNode method, MethodInsnNode call) {
        InsnList before = new InsnList();
        InsnList after = new InsnList();
        if (call.name.startsWith("tryConvert")) {
            int local = method.maxLocals;
            method.maxLocals += 2;
            before.add(new InsnNode(Opcodes.DUP2));
            before.add(new VarInsnNode(Opcodes.LSTORE, local));
            after.add(new InsnNode(Opcodes.DUP2));
            after.add(new VarInsnNode(Opcodes.LLOAD, local));
            after.add(Hooks.call("converted", "(JJ)V"));
        } else if (call.desc.endsWith("Z") && call.name.startsWith("tryUnlock")) {
            after.add(new InsnNode(Opcodes.DUP));
            after.add(Hooks.call("unlockedIf", "(Z)V"));
        } else if (call.name.startsWith("unlock")) {
            after.add(Hooks.call("unlocked", "()V"));
        } else if (call.desc.endsWith("J") && !call.name.startsWith("try")) {
            before.add(Hooks.call("locked", "()V"));
        } else if (call.desc.endsWith("J")) {
            after.add(new InsnNode(Opcodes.DUP2));
            after.add(Hooks.call("lockedIf", "(J)V"));
        }
        surround(method, call, before, after);
    }

    private static void surround(MethodNode method, MethodInsnNode call, InsnList before, InsnList after) {
        method.instructions.insertBefore(call, before);
        method.instructions.insert(call, after);
    }
}
