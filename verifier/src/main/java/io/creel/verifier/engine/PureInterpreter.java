package io.creel.verifier.engine;

import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.analysis.Interpreter;

/** What instructions compute that change no fact: constants, arithmetic, conversions. */
final class PureInterpreter extends Interpreter<Val> {
    PureInterpreter() {
        super(Opcodes.ASM9);
    }

    @Override
    public Val newValue(Type type) {
        return type == null ? Val.NONE : type == Type.VOID_TYPE ? null : Val.plain(type.getSize());
    }

    @Override
    public Val newOperation(AbstractInsnNode insn) {
        int opcode = insn.getOpcode();
        if (opcode == Opcodes.ACONST_NULL) {
            return Val.NULL;
        }
        if (opcode >= Opcodes.ICONST_M1 && opcode <= Opcodes.ICONST_5) {
            return Val.number(opcode - Opcodes.ICONST_0);
        }
        if (insn instanceof IntInsnNode number) {
            return Val.number(number.operand);
        }
        if (insn instanceof LdcInsnNode constant) {
            return Val.plain(constant.cst instanceof Long || constant.cst instanceof Double ? 2 : 1);
        }
        return Val.plain(opcode == Opcodes.LCONST_0 || opcode == Opcodes.LCONST_1 || opcode == Opcodes.DCONST_0
                || opcode == Opcodes.DCONST_1 ? 2 : 1);
    }

    @Override
    public Val copyOperation(AbstractInsnNode insn, Val value) {
        return value;
    }

    @Override
    public Val unaryOperation(AbstractInsnNode insn, Val value) {
        return switch (insn.getOpcode()) {
            case Opcodes.I2L, Opcodes.I2D, Opcodes.L2D, Opcodes.F2L, Opcodes.F2D, Opcodes.D2L, Opcodes.LNEG,
                    Opcodes.DNEG ->
                Val.WIDE;
            default -> Val.PLAIN;
        };
    }

    @Override
    public Val binaryOperation(AbstractInsnNode insn, Val left, Val right) {
        return switch (insn.getOpcode()) {
            case Opcodes.LALOAD, Opcodes.DALOAD, Opcodes.LADD, Opcodes.DADD, Opcodes.LSUB, Opcodes.DSUB, Opcodes.LMUL,
                    Opcodes.DMUL, Opcodes.LDIV, Opcodes.DDIV, Opcodes.LREM, Opcodes.DREM, Opcodes.LSHL, Opcodes.LSHR,
                    Opcodes.LUSHR, Opcodes.LAND, Opcodes.LOR, Opcodes.LXOR ->
                Val.WIDE;
            case Opcodes.IALOAD -> left.kind() == Val.Kind.SWITCH_MAP && right.kind() == Val.Kind.ORDINAL
                    ? Val.of(Val.Kind.SWITCH_INDEX, new Val.SwitchCase(left.data(), (Val) right.data()))
                    : Val.PLAIN;
            case Opcodes.IAND, Opcodes.IOR, Opcodes.IXOR -> logic(insn.getOpcode(), left, right);
            default -> Val.PLAIN;
        };
    }

    /** The non-short-circuit operators on known booleans. */
    private static Val logic(int opcode, Val left, Val right) {
        if (left.kind() != Val.Kind.INT || right.kind() != Val.Kind.INT) {
            Val known = left.kind() == Val.Kind.INT ? left : right.kind() == Val.Kind.INT ? right : null;
            boolean isZero = known != null && (Integer) known.data() == 0;
            return opcode == Opcodes.IAND && isZero ? Val.number(0) : Val.PLAIN;
        }
        int a = (Integer) left.data();
        int b = (Integer) right.data();
        return Val.number(opcode == Opcodes.IAND ? a & b : opcode == Opcodes.IOR ? a | b : a ^ b);
    }

    @Override
    public Val ternaryOperation(AbstractInsnNode insn, Val first, Val second, Val third) {
        return Val.PLAIN;
    }

    @Override
    public Val naryOperation(AbstractInsnNode insn, List<? extends Val> values) {
        return Val.PLAIN;
    }

    @Override
    public void returnOperation(AbstractInsnNode insn, Val value, Val expected) {
    }

    @Override
    public Val merge(Val first, Val second) {
        return first.equals(second) ? first : Val.plain(first.size());
    }
}
