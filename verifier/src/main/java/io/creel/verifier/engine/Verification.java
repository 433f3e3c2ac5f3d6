package io.creel.verifier.engine;

import io.creel.verifier.contract.BadInput;
import io.creel.verifier.contract.MethodContract;
import io.creel.verifier.contract.Names;
import io.creel.verifier.contract.World;
import io.creel.verifier.report.Code;
import io.creel.verifier.report.RuleFault;
import io.creel.verifier.report.Statistics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

/** Checks every method of the verified classes that touches something specified. For one thread. */
public final class Verification {
    private final World world;
    private final Predicate<String> trusted;
    private final List<RuleFault> faults = new ArrayList<>();
    private final Effects effects;
    private final Branches branches;
    private final Aliases aliases;
    private final Map<String, List<Derived>> lambdas;
    private int classes;
    private int methods;
    private int checked;
    private int unchecked;
    private long states;

    /**
     * @param world
     *            holds the classes
     * @param trusted
     *            the binary names of classes whose bodies are not checked
     */
    public Verification(World world, Predicate<String> trusted) {
        this.world = world;
        this.trusted = trusted;
        effects = new Effects(world, trusted);
        branches = new Branches(world);
        aliases = new Aliases(world);
        lambdas = Derived.all(world);
    }

    /** Checks all and returns the faults, in the order of classes and lines. */
    public List<RuleFault> run() {
        for (boolean constructors : new boolean[]{true, false}) { // they tell which final fields are the same
            for (ClassNode type : world.verified()) {
                classes += constructors ? 1 : 0;
                if (constructors) {
                    StableFields.check(type, faults);
                }
                for (MethodNode method : type.methods) {
                    if (method.name.equals("<init>") == constructors) {
                        follow(type, method);
                    }
                }
            }
        }
        faults.sort(Comparator.comparing(RuleFault::type).thenComparing(RuleFault::line)
                .thenComparing(fault -> fault.code().name()).thenComparing(RuleFault::headline));
        return List.copyOf(faults);
    }

    /** What was looked at. */
    public Statistics statistics(long elapsedMs) {
        return new Statistics(classes, methods, checked, states, unchecked, elapsedMs);
    }

    /** Checks a method. One whose code breaks the rules of class files is reported, because it cannot be followed. */
    private void follow(ClassNode type, MethodNode method) {
        try {
            method(type, method);
        } catch (BadInput refused) {
            throw refused;
        } catch (RuntimeException malformed) {
            FaultTrace trace = new FaultTrace(type, MethodCheck.label(type, method), faults);
            trace.reporting = true;
            trace.line = line(method);
            trace.fault(Code.CR095).says("the code cannot be followed, the class file is malformed")
                    .needs("code that a JVM accepts", malformed.toString().replaceAll("\\s+", " "))
                    .help("compile the class anew").add();
        }
    }

    private void method(ClassNode type, MethodNode method) {
        MethodContract declared = world.own(type.name, method.name, method.desc);
        if (!declared.isEmpty() && (method.access & Opcodes.ACC_BRIDGE) == 0) { // a bridge repeats them
            FaultTrace trace = new FaultTrace(type, MethodCheck.label(type, method), faults);
            trace.reporting = true;
            trace.line = line(method);
            new WellFormed(world, trace).check(declared, type.name);
            override(type, method, declared, trace);
        }
        boolean hasCode = (method.access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) == 0;
        if (!hasCode || (method.access & Opcodes.ACC_BRIDGE) != 0) {
            return;
        }
        methods++;
        if (declared.unchecked != null || isUnchecked(type) || trusted.test(Names.dotted(type.name))) {
            unchecked++;
            return;
        }
        List<Derived> derived = lambdas.get(type.name + "." + method.name + method.desc);
        MethodContract contract = world.contract(type.name, method.name, method.desc);
        if (derived == null || !contract.isEmpty()) {
            check(type, method, new OwnContract(contract, 0,
                    contract.suspends || effects.suspends(type.name + "." + method.name + method.desc)));
        } else {
            boolean isReference = !method.name.startsWith("lambda$");
            for (Derived each : derived) {
                check(type, method, new OwnContract(each.contract(), Math.max(0, each.captured()),
                        each.contract().suspends || isReference
                                && effects.suspends(type.name + "." + method.name + method.desc)
                                && each.contract().isEmpty()));
            }
        }
    }

    private boolean isUnchecked(ClassNode type) {
        for (String name = type.name; name != null;) {
            if (world.contract(name).unchecked != null) {
                return true;
            }
            int nested = name.lastIndexOf('$');
            name = nested < 0 ? null : name.substring(0, nested);
        }
        return false;
    }

    private static int line(MethodNode method) {
        for (AbstractInsnNode insn : method.instructions) {
            if (insn instanceof org.objectweb.asm.tree.LineNumberNode number) {
                return number.line;
            }
        }
        return 0;
    }

    private void override(ClassNode type, MethodNode method, MethodContract declared, FaultTrace trace) {
        for (MethodContract overridden : world.overridden(type.name, method.name, method.desc)) {
            String more = method.name.equals("<init>") ? null : Weaker.override(declared, overridden);
            if (more != null) {
                trace.fault(Code.CR021)
                        .says(declared.label() + " asks for more than " + overridden.label())
                        .needs("a method that asks for no more", more)
                        .requiredBy(String.join(" ", overridden.texts()), overridden)
                        .help("callers see " + Names.simple(overridden.owner) + "; ask for no more than it does").add();
                return;
            }
        }
    }

    private void check(ClassNode type, MethodNode method, OwnContract own) {
        if (!touches(type, method, own)) {
            return;
        }
        checked++;
        states += new MethodCheck(world, effects, branches, aliases, type, method, own, faults).check();
    }

    /** Whether anything in a method is specified. */
    private boolean touches(ClassNode type, MethodNode method, OwnContract own) {
        if (isDecisive(own.contract())) {
            return true;
        }
        for (Type each : Type.getArgumentTypes(method.desc)) {
            if (each.getSort() == Type.OBJECT && world.contract(each.getInternalName()).isTracked()) {
                return true;
            }
        }
        for (AbstractInsnNode insn : method.instructions) {
            if (insn instanceof MethodInsnNode call) {
                MethodContract contract = world.contract(call.owner, call.name, call.desc);
                if (isDecisive(contract) || effects.suspends(call, contract)
                        || own.place() != null && effects.place(call, contract) != null
                        || isTracked(Type.getReturnType(call.desc))
                        || call.name.equals("<init>") && world.contract(call.owner).isTracked()) {
                    return true;
                }
            } else if (insn instanceof FieldInsnNode field && isTracked(Type.getType(field.desc))) {
                return true;
            } else if (insn instanceof TypeInsnNode typed && insn.getOpcode() != Opcodes.NEW
                    && !typed.desc.startsWith("[") && world.contract(typed.desc).isTracked()) {
                return true;
            } else if (insn instanceof InvokeDynamicInsnNode dynamic && Derived.isLambda(dynamic)
                    && isDecisive(world.contract(((Handle) dynamic.bsmArgs[1]).getOwner(),
                            ((Handle) dynamic.bsmArgs[1]).getName(), ((Handle) dynamic.bsmArgs[1]).getDesc()))) {
                return true;
            } else if (insn.getOpcode() == Opcodes.JSR || insn.getOpcode() == Opcodes.RET) {
                return true;
            }
        }
        return method.name.equals("<init>") && setsFinalFields(method);
    }

    /** Whether a contract matters where no tracked value is near. What a function of the JDK does to one does not. */
    private static boolean isDecisive(MethodContract contract) {
        return !contract.isEmpty() && !Effects.isFunction(contract.owner)
                && !contract.owner.equals("java/util/Objects");
    }

    private boolean isTracked(Type type) {
        Type value = type.getSort() == Type.ARRAY ? type.getElementType() : type;
        return value.getSort() == Type.OBJECT && world.contract(value.getInternalName()).isTracked();
    }

    /** Whether a constructor makes something that has an alias, such as a condition of a lock. */
    private boolean setsFinalFields(MethodNode method) {
        for (AbstractInsnNode insn : method.instructions) {
            if (insn instanceof MethodInsnNode call && call.name.equals("<init>")
                    && !aliases.setBy(call.owner, call.desc).isEmpty()) {
                return true;
            }
        }
        return false;
    }
}
