package io.creel.agent.poll;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Puts a poll at the header of each loop of a method: at each target of a backward jump. A counted loop without calls
 * is split instead:
 *
 * <pre>
 * for (; i &lt; n; i++) body;    becomes    while (i &lt; n) {
 *                                            int end = PreemptionPoll.strip(i, n);
 *                                            for (; i &lt; end; i++) body;
 *                                        }
 * </pre>
 *
 * The inner loop reads no word, so the JIT compiler can unroll and vectorise it.
 */
final class LoopPolls {
    /** Class files of this version and later have stack maps. */
    private static final int WITH_STACK_MAPS = 51;

    private final MethodNode method;
    private final boolean splits;
    private final int oldMaxLocals;
    private final Map<AbstractInsnNode, Integer> positions = new HashMap<>();
    private int strips;

    LoopPolls(MethodNode method, int majorVersion) {
        this.method = method;
        splits = majorVersion >= WITH_STACK_MAPS;
        oldMaxLocals = method.maxLocals;
    }

    void weave() {
        int position = 0;
        for (AbstractInsnNode node : method.instructions) {
            positions.put(node, position++);
        }
        Map<LabelNode, AbstractInsnNode> lastJumps = lastBackwardJumps();
        for (Map.Entry<LabelNode, AbstractInsnNode> loop : lastJumps.entrySet()) {
            LabelNode header = loop.getKey();
            CountedLoop counted = splits ? CountedLoop.at(header, loop.getValue(), positions) : null;
            if (counted == null) {
                method.instructions.insert(firstOf(header), Hooks.poll());
            } else {
                split(header, counted, loop.getValue());
            }
        }
        if (strips > 0) {
            declareStrips();
        }
    }

    /** Returns the last jump back to each header. */
    private Map<LabelNode, AbstractInsnNode> lastBackwardJumps() {
        Map<LabelNode, AbstractInsnNode> found = new LinkedHashMap<>();
        for (AbstractInsnNode node : method.instructions) {
            for (LabelNode target : targets(node)) {
                if (positions.get(target) <= positions.get(node)) {
                    found.put(target, node);
                }
            }
        }
        return found;
    }

    private static List<LabelNode> targets(AbstractInsnNode node) {
        if (node instanceof JumpInsnNode jump) {
            return List.of(jump.label);
        }
        List<LabelNode> targets = new ArrayList<>();
        if (node instanceof TableSwitchInsnNode table) {
            targets.addAll(table.labels);
            targets.add(table.dflt);
        } else if (node instanceof LookupSwitchInsnNode lookup) {
            targets.addAll(lookup.labels);
            targets.add(lookup.dflt);
        }
        return targets;
    }

    /** Returns the last node of the header before its first instruction: a label, a line number or a frame. */
    private static AbstractInsnNode firstOf(LabelNode header) {
        AbstractInsnNode node = header;
        while (node.getNext() != null && node.getNext().getOpcode() < 0) {
            node = node.getNext();
        }
        return node;
    }

    private void split(LabelNode outer, CountedLoop loop, AbstractInsnNode lastJump) {
        int end = oldMaxLocals + strips++;
        LabelNode inner = new LabelNode();
        redirect(outer, inner, lastJump);
        InsnList added = new InsnList();
        added.add(new VarInsnNode(Opcodes.ILOAD, loop.variable()));
        for (AbstractInsnNode node : loop.bound()) {
            added.add(node.clone(Map.of()));
        }
        added.add(Hooks.strip());
        added.add(new VarInsnNode(Opcodes.ISTORE, end));
        added.add(inner);
        FrameNode frame = frameOf(outer);
        added.add(new FrameNode(Opcodes.F_NEW, frame.local.size(), frame.local.toArray(), frame.stack.size(),
                frame.stack.toArray()));
        added.add(new VarInsnNode(Opcodes.ILOAD, loop.variable()));
        added.add(new VarInsnNode(Opcodes.ILOAD, end));
        added.add(new JumpInsnNode(Opcodes.IF_ICMPGE, outer));
        method.instructions.insert(loop.exit(), added);
    }

    private void redirect(LabelNode from, LabelNode to, AbstractInsnNode lastJump) {
        for (AbstractInsnNode node = from; node != lastJump.getNext(); node = node.getNext()) {
            if (node instanceof JumpInsnNode jump && jump.label == from) {
                jump.label = to;
            } else if (node instanceof TableSwitchInsnNode table) {
                table.labels.replaceAll(label -> label == from ? to : label);
                table.dflt = table.dflt == from ? to : table.dflt;
            } else if (node instanceof LookupSwitchInsnNode lookup) {
                lookup.labels.replaceAll(label -> label == from ? to : label);
                lookup.dflt = lookup.dflt == from ? to : lookup.dflt;
            }
        }
    }

    private static FrameNode frameOf(LabelNode header) {
        AbstractInsnNode node = header;
        while (!(node instanceof FrameNode)) {
            node = node.getNext();
        }
        return (FrameNode) node;
    }

    /** Gives the new variables a value on entry, so that every frame of the method can declare them. */
    private void declareStrips() {
        method.maxLocals = Math.max(method.maxLocals, oldMaxLocals + strips);
        for (AbstractInsnNode node : method.instructions) {
            if (node instanceof FrameNode frame) {
                frame.local = withStrips(frame.local);
            }
        }
        InsnList entry = new InsnList();
        for (int i = 0; i < strips; i++) {
            entry.add(new InsnNode(Opcodes.ICONST_0));
            entry.add(new VarInsnNode(Opcodes.ISTORE, oldMaxLocals + i));
        }
        method.instructions.insert(entry);
    }

    private List<Object> withStrips(List<Object> locals) {
        List<Object> all = new ArrayList<>(locals == null ? List.of() : locals);
        int slots = 0;
        for (Object local : all) {
            slots += local.equals(Opcodes.LONG) || local.equals(Opcodes.DOUBLE) ? 2 : 1;
        }
        Object[] padding = new Object[oldMaxLocals - slots + strips];
        Arrays.fill(padding, Opcodes.TOP);
        Arrays.fill(padding, oldMaxLocals - slots, padding.length, Opcodes.INTEGER);
        all.addAll(List.of(padding));
        return all;
    }
}
