package io.creel.verifier.engine;

import io.creel.verifier.contract.World;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Which way a branch can go, and what is known afterwards. */
final class Branches {
    private final World world;
    private final Map<String, Map<Integer, String>> tables = new HashMap<>();

    Branches(World world) {
        this.world = world;
    }

    /**
     * Follows one side of a conditional jump. Returns false if that side is impossible; else the state holds what the
     * side implies.
     */
    static boolean take(State state, JumpInsnNode jump, List<Val> operands, boolean jumps) {
        Val first = operands.get(0);
        return switch (jump.getOpcode()) {
            case Opcodes.IFNULL -> isNull(state, first, jumps);
            case Opcodes.IFNONNULL -> isNull(state, first, !jumps);
            case Opcodes.IF_ACMPEQ -> isSame(state, first, operands.get(1), jumps);
            case Opcodes.IF_ACMPNE -> isSame(state, first, operands.get(1), !jumps);
            default -> compares(jump.getOpcode(), operands, jumps);
        };
    }

    private static boolean isNull(State state, Val value, boolean isNull) {
        return switch (value.kind()) {
            case NULL -> isNull;
            case ENUM, ENUM_NOT, THROWN -> !isNull || value.kind() == Val.Kind.ENUM_NOT;
            case REF -> {
                Fact fact = state.facts.get(value.id());
                if (value.id().key().equals("this") || value.id().key().startsWith("new@")
                        || fact != null && fact.isNonNull()
                        || state.locks.keySet().stream().anyMatch(lock -> lock.isWithin(value.id()))) {
                    yield !isNull;
                }
                if (isNull) {
                    state.becomeNull(value.id());
                } else if (fact != null) {
                    state.facts.put(value.id(), fact.nonNull());
                }
                yield true;
            }
            default -> true;
        };
    }

    private static boolean isSame(State state, Val left, Val right, boolean same) {
        if (left.kind() == Val.Kind.NULL) {
            return isNull(state, right, same);
        }
        if (right.kind() == Val.Kind.NULL) {
            return isNull(state, left, same);
        }
        if (left.kind() == Val.Kind.ENUM && right.kind() == Val.Kind.ENUM) {
            return left.data().equals(right.data()) == same;
        }
        Val not = left.kind() == Val.Kind.ENUM_NOT ? left : right;
        Val is = not == left ? right : left;
        if (not.kind() == Val.Kind.ENUM_NOT && is.kind() == Val.Kind.ENUM) {
            return !(same && ((Set<?>) not.data()).contains(is.data()));
        }
        return !(left.isRef() && right.isRef() && left.id().equals(right.id())) || same;
    }

    private static boolean compares(int opcode, List<Val> operands, boolean jumps) {
        Val first = operands.get(0);
        Val second = operands.size() > 1 ? operands.get(1) : Val.number(0);
        if (first.kind() != Val.Kind.INT || second.kind() != Val.Kind.INT) {
            return true;
        }
        int a = (Integer) first.data();
        int b = (Integer) second.data();
        boolean holds = switch (opcode) {
            case Opcodes.IFEQ, Opcodes.IF_ICMPEQ -> a == b;
            case Opcodes.IFNE, Opcodes.IF_ICMPNE -> a != b;
            case Opcodes.IFLT, Opcodes.IF_ICMPLT -> a < b;
            case Opcodes.IFGE, Opcodes.IF_ICMPGE -> a >= b;
            case Opcodes.IFGT, Opcodes.IF_ICMPGT -> a > b;
            default -> a <= b;
        };
        return holds == jumps;
    }

    /** Whether a switch can take the case of this number; {@code null} is the default, with all other numbers. */
    boolean takes(Val value, Integer number, List<Integer> all) {
        if (value.kind() == Val.Kind.INT) {
            int known = (Integer) value.data();
            return number == null ? !all.contains(known) : known == number;
        }
        if (value.kind() != Val.Kind.SWITCH_INDEX) {
            return true;
        }
        Val.SwitchCase index = (Val.SwitchCase) value.data();
        Map<Integer, String> table = index.table() instanceof List<?> labels
                ? labels(labels)
                : tables.computeIfAbsent((String) index.table(), this::table);
        Val of = index.of();
        if (number == null) {
            Set<String> named = new HashSet<>(table.values());
            return of.kind() != Val.Kind.ENUM || !named.contains(of.data());
        }
        String constant = table.get(number);
        if (constant == null) {
            return true;
        }
        return of.kind() == Val.Kind.ENUM
                ? of.data().equals(constant)
                : of.kind() != Val.Kind.ENUM_NOT || !((Set<?>) of.data()).contains(constant);
    }

    private static Map<Integer, String> labels(List<?> labels) {
        Map<Integer, String> table = new HashMap<>();
        for (int i = 0; i < labels.size(); i++) {
            if (labels.get(i) instanceof String name) {
                table.put(i, name);
            }
        }
        return table;
    }

    /** Reads the numbers that the compiler has given to the constants, from the initialiser of its synthetic class. */
    private Map<Integer, String> table(String field) {
        Map<Integer, String> table = new HashMap<>();
        int dot = field.indexOf('.');
        ClassNode node = world.find(field.substring(0, dot));
        MethodNode initialiser = node == null ? null : World.method(node, "<clinit>", "()V");
        if (initialiser == null) {
            return table;
        }
        String map = null;
        String constant = null;
        int number = 0;
        for (AbstractInsnNode insn : initialiser.instructions) {
            if (insn instanceof FieldInsnNode get && insn.getOpcode() == Opcodes.GETSTATIC) {
                if (get.desc.equals("[I")) {
                    map = get.name;
                } else {
                    constant = get.name;
                }
            } else if (insn.getOpcode() >= Opcodes.ICONST_0 && insn.getOpcode() <= Opcodes.ICONST_5) {
                number = insn.getOpcode() - Opcodes.ICONST_0;
            } else if (insn instanceof IntInsnNode push) {
                number = push.operand;
            } else if (insn.getOpcode() == Opcodes.IASTORE && field.substring(dot + 1).equals(map)) {
                table.put(number, constant);
            }
        }
        return table;
    }
}
