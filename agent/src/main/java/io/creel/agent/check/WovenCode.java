package io.creel.agent.check;

import io.creel.verifier.contract.OnResult;
import java.util.List;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/** A piece of woven code without branches. */
final class WovenCode {
    private static final Handle LOCK = new Handle(Opcodes.H_INVOKESTATIC, "io/creel/agent/check/Paths", "lock",
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;Ljava/lang/String;)"
                    + "Ljava/lang/invoke/CallSite;",
            false);
    final InsnList list = new InsnList();

    WovenCode load(Type type, int local) {
        list.add(new VarInsnNode(type.getOpcode(Opcodes.ILOAD), local));
        return this;
    }

    WovenCode store(Type type, int local) {
        list.add(new VarInsnNode(type.getOpcode(Opcodes.ISTORE), local));
        return this;
    }

    WovenCode object(int local) {
        list.add(new VarInsnNode(Opcodes.ALOAD, local));
        return this;
    }

    WovenCode insn(int opcode) {
        list.add(new InsnNode(opcode));
        return this;
    }

    WovenCode text(String text) {
        list.add(new LdcInsnNode(text));
        return this;
    }

    WovenCode number(int value) {
        list.add(value < 6 ? new InsnNode(Opcodes.ICONST_0 + value) : new IntInsnNode(Opcodes.BIPUSH, value));
        return this;
    }

    WovenCode flag(boolean value) {
        return number(value ? 1 : 0);
    }

    WovenCode call(String owner, String name, String descriptor) {
        list.add(new MethodInsnNode(Opcodes.INVOKESTATIC, owner, name, descriptor, false));
        return this;
    }

    /** Calls a method of {@link ValueChecks}; letters stand for the types of the parameters, the result comes last. */
    WovenCode check(String name, String letters) {
        return call("io/creel/agent/check/ValueChecks", name, descriptor(letters));
    }

    WovenCode array(String name, String letters) {
        return call("io/creel/agent/check/ArrayChecks", name, descriptor(letters));
    }

    WovenCode lock(String name, String letters) {
        return call("io/creel/agent/check/LockChecks", name, descriptor(letters));
    }

    private static String descriptor(String letters) {
        StringBuilder text = new StringBuilder("(");
        for (int i = 0; i < letters.length(); i++) {
            if (i == letters.length() - 1) {
                text.append(')');
            }
            text.append(switch (letters.charAt(i)) {
                case 'C' -> "Lio/creel/agent/check/Context;";
                case 'O' -> "Ljava/lang/Object;";
                case 'S' -> "Ljava/lang/String;";
                case 'T' -> "Ljava/lang/Throwable;";
                default -> String.valueOf(letters.charAt(i));
            });
        }
        return text.toString();
    }

    /** Loads the lock that a path names, from its root. */
    WovenCode path(Type root, int local, String path) {
        object(local);
        if (!path.isEmpty()) {
            list.add(new InvokeDynamicInsnNode("lock",
                    Type.getMethodDescriptor(Type.getObjectType("java/lang/Object"), root), LOCK, path));
        }
        return this;
    }

    /** Loads whether a result is one of some; the result is in a local variable, or there is none. */
    WovenCode holds(List<OnResult> any, Type type, int local) {
        flag(false);
        for (OnResult when : any) {
            holds(when, type, local);
            insn(Opcodes.IOR);
        }
        return this;
    }

    private void holds(OnResult when, Type type, int local) {
        boolean isFlag = type.getSort() == Type.BOOLEAN;
        boolean isObject = type.getSort() == Type.OBJECT || type.getSort() == Type.ARRAY;
        switch (when.kind()) {
            case ALWAYS -> flag(true);
            case TRUE, FALSE -> {
                if (isFlag) {
                    load(type, local);
                    if (when.kind() == OnResult.Kind.FALSE) {
                        flag(true).insn(Opcodes.IXOR);
                    }
                } else {
                    flag(false);
                }
            }
            case NULL, NON_NULL -> {
                if (isObject) {
                    load(type, local).call("java/util/Objects", when.kind() == OnResult.Kind.NULL
                            ? "isNull"
                            : "nonNull", "(Ljava/lang/Object;)Z");
                } else {
                    flag(false);
                }
            }
            case CONSTANT -> {
                if (isObject) {
                    load(type, local).text(when.constant()).check("isConstant", "OSZ");
                } else {
                    flag(false);
                }
            }
            default -> flag(false);
        }
    }
}
