package io.creel.verifier.engine;

import io.creel.verifier.contract.World;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Final fields that hold the same value: of a new object and the arguments of its constructor, and, within a class, of
 * a field and of another field's field. So a condition is known to belong to its lock.
 */
final class Aliases {
    private final World world;
    private final Map<String, Map<String, Integer>> constructors = new HashMap<>();
    private final Map<String, Map<String, String>> classes = new HashMap<>();
    private final Map<String, String> getters = new HashMap<>();
    private final Map<String, Optional<Integer>> constants = new HashMap<>();

    Aliases(World world) {
        this.world = world;
    }

    /** The final fields that a constructor sets to its arguments, by name, with the index of the argument. */
    Map<String, Integer> setBy(String owner, String descriptor) {
        return constructors.computeIfAbsent(owner + descriptor, key -> {
            Map<String, Integer> fields = new HashMap<>();
            ClassNode node = World.isOfJdk(owner) ? null : world.find(owner);
            MethodNode method = node == null ? null : World.method(node, "<init>", descriptor);
            if (method != null) {
                for (AbstractInsnNode insn : method.instructions) {
                    if (insn instanceof FieldInsnNode put && insn.getOpcode() == Opcodes.PUTFIELD
                            && insn.getPrevious() instanceof VarInsnNode from
                            && from.getOpcode() == Opcodes.ALOAD && from.getPrevious() instanceof VarInsnNode of
                            && of.var == 0 && world.isFinal(owner, put.name)) {
                        int index = argument(descriptor, from.var);
                        if (index >= 0) {
                            fields.put(put.name, index);
                        }
                    }
                }
            }
            return fields;
        });
    }

    private static int argument(String descriptor, int local) {
        int at = 1;
        Type[] types = Type.getArgumentTypes(descriptor);
        for (int i = 0; i < types.length; i++) {
            if (at == local) {
                return i;
            }
            at += types[i].getSize();
        }
        return -1;
    }

    /** Notes that in every object of a class {@code this.field.inner} is {@code this.same}, or {@code this}. */
    void learn(String type, String field, String inner, String same) {
        classes.computeIfAbsent(type, key -> new HashMap<>()).put(field + "." + inner, same);
    }

    /** The identity of a final field of a value, after all known aliases. */
    Id field(State state, Id of, String name, String owner) {
        String type = world.field(owner, name) == null ? null : typeOf(world.field(owner, name).desc);
        Id made = of.field(name, owner, type);
        Id alias = state.aliases.get(made);
        if (alias != null) {
            return alias;
        }
        if (of.base() != null) {
            Map<String, String> known = classes.get(of.fieldOwner());
            String same = known == null ? null : known.get(of.field() + "." + name);
            if ("this".equals(same)) {
                return of.base();
            }
            if (same != null) {
                return field(state, of.base(), same, of.fieldOwner());
            }
        }
        return made;
    }

    static String typeOf(String descriptor) {
        Type type = Type.getType(descriptor);
        return type.getSort() == Type.OBJECT ? type.getInternalName() : type.getDescriptor();
    }

    /**
     * The number that a method which cannot be overridden always returns; {@code null} if it is not always the same.
     */
    Integer constant(String owner, String name, String descriptor) {
        if (!descriptor.endsWith(")Z") || World.isOfJdk(owner)) {
            return null;
        }
        String key = owner + "." + name + descriptor;
        Optional<Integer> known = constants.get(key);
        if (known == null) {
            constants.put(key, Optional.empty()); // ends a recursion
            known = Optional.ofNullable(find(owner, name, descriptor));
            constants.put(key, known);
        }
        return known.orElse(null);
    }

    private Integer find(String owner, String name, String descriptor) {
        ClassNode node = world.find(owner);
        MethodNode method = node == null ? null : World.method(node, name, descriptor);
        boolean isFixed = method != null && ((node.access | method.access) & Opcodes.ACC_FINAL
                | method.access & (Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC)) != 0;
        Set<Integer> numbers = new HashSet<>();
        Set<LabelNode> targets = isFixed ? targets(method) : Set.of();
        for (AbstractInsnNode insn : isFixed ? method.instructions : new InsnList()) {
            if (insn.getOpcode() == Opcodes.IRETURN) {
                numbers.add(returned(insn.getPrevious(), targets));
            }
        }
        return numbers.size() == 1 ? numbers.iterator().next() : null;
    }

    /** Where a method can jump to. */
    private static Set<LabelNode> targets(MethodNode method) {
        Set<LabelNode> targets = new HashSet<>();
        for (AbstractInsnNode insn : method.instructions) {
            switch (insn) {
                case JumpInsnNode jump -> targets.add(jump.label);
                case LookupSwitchInsnNode choice -> {
                    targets.add(choice.dflt);
                    targets.addAll(choice.labels);
                }
                case TableSwitchInsnNode choice -> {
                    targets.add(choice.dflt);
                    targets.addAll(choice.labels);
                }
                default -> {
                }
            }
        }
        return targets;
    }

    private Integer returned(AbstractInsnNode insn, Set<LabelNode> targets) {
        AbstractInsnNode last = insn;
        while (last != null && last.getOpcode() < 0) {
            if (last instanceof LabelNode label && targets.contains(label)) {
                return null; // of several values, such as those of "a || b"
            }
            last = last.getPrevious();
        }
        if (last instanceof MethodInsnNode call && !call.name.startsWith("<")) {
            return constant(call.owner, call.name, call.desc);
        }
        int opcode = last == null ? -1 : last.getOpcode();
        return opcode == Opcodes.ICONST_0 || opcode == Opcodes.ICONST_1 ? opcode - Opcodes.ICONST_0 : null;
    }

    /** The final field that a method without arguments returns and does nothing else; {@code null} if it does more. */
    String getter(String owner, String name, String descriptor) {
        if (!descriptor.startsWith("()L") || World.isOfJdk(owner)) {
            return null;
        }
        String found = getters.computeIfAbsent(owner + "." + name, key -> {
            ClassNode node = world.find(owner);
            MethodNode method = node == null ? null : World.method(node, name, descriptor);
            boolean isFixed = method != null
                    && ((node.access | method.access) & Opcodes.ACC_FINAL | method.access & Opcodes.ACC_PRIVATE) != 0;
            if (!isFixed) {
                return "";
            }
            String field = "";
            int step = 0;
            for (AbstractInsnNode insn : method.instructions) {
                if (insn.getOpcode() < 0) {
                    continue;
                }
                if (step == 0 && insn instanceof VarInsnNode) {
                    step = 1;
                } else if (step == 1 && insn instanceof FieldInsnNode get && insn.getOpcode() == Opcodes.GETFIELD
                        && world.isStable(owner, get.name)) {
                    field = get.name;
                    step = 2;
                } else {
                    return step == 2 && insn.getOpcode() == Opcodes.ARETURN ? field : "";
                }
            }
            return "";
        });
        return found.isEmpty() ? null : found;
    }
}
