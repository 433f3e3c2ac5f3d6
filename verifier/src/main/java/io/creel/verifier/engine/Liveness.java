package io.creel.verifier.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;

/** The local variables that are read later, before each instruction. Without it, dead variables tell states apart. */
final class Liveness {
    private Liveness() {
    }

    static BitSet[] of(MethodNode method) {
        int size = method.instructions.size();
        List<List<Integer>> predecessors = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            predecessors.add(new ArrayList<>());
        }
        for (int i = 0; i < size; i++) {
            for (int next : successors(method, i)) {
                predecessors.get(next).add(i);
            }
        }
        for (TryCatchBlockNode block : method.tryCatchBlocks) {
            int handler = method.instructions.indexOf(block.handler);
            int end = method.instructions.indexOf(block.end);
            for (int i = method.instructions.indexOf(block.start); i < end; i++) {
                predecessors.get(handler).add(i);
            }
        }
        BitSet[] live = new BitSet[size];
        Deque<Integer> work = new ArrayDeque<>();
        BitSet[] after = new BitSet[size];
        for (int i = size - 1; i >= 0; i--) {
            live[i] = new BitSet();
            after[i] = new BitSet();
            work.add(i);
        }
        while (!work.isEmpty()) {
            int at = work.poll();
            BitSet before = before(method.instructions.get(at), after[at]);
            before.or(live[at]);
            if (!before.equals(live[at]) || at == size - 1) {
                live[at] = before;
            }
            for (int previous : predecessors.get(at)) {
                int known = after[previous].cardinality();
                after[previous].or(before);
                if (after[previous].cardinality() != known) {
                    work.add(previous);
                }
            }
        }
        return live;
    }

    private static BitSet before(AbstractInsnNode node, BitSet after) {
        BitSet live = (BitSet) after.clone();
        if (node instanceof VarInsnNode variable) {
            boolean stores = node.getOpcode() >= Opcodes.ISTORE && node.getOpcode() <= Opcodes.ASTORE;
            live.set(variable.var, !stores);
        } else if (node instanceof IincInsnNode increment) {
            live.set(increment.var);
        }
        return live;
    }

    /** The instructions that may run next, without handlers. */
    static List<Integer> successors(MethodNode method, int index) {
        AbstractInsnNode node = method.instructions.get(index);
        List<Integer> next = new ArrayList<>();
        int opcode = node.getOpcode();
        if (node instanceof JumpInsnNode jump) {
            next.add(method.instructions.indexOf(jump.label));
        } else if (node instanceof TableSwitchInsnNode table) {
            table.labels.forEach(label -> next.add(method.instructions.indexOf(label)));
            next.add(method.instructions.indexOf(table.dflt));
        } else if (node instanceof LookupSwitchInsnNode table) {
            table.labels.forEach(label -> next.add(method.instructions.indexOf(label)));
            next.add(method.instructions.indexOf(table.dflt));
        }
        boolean ends = opcode == Opcodes.GOTO || opcode == Opcodes.ATHROW || opcode == Opcodes.TABLESWITCH
                || opcode == Opcodes.LOOKUPSWITCH || opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN;
        if (!ends && index + 1 < method.instructions.size()) {
            next.add(index + 1);
        }
        return next;
    }
}
