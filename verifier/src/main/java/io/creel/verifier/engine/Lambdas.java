package io.creel.verifier.engine;

import io.creel.verifier.contract.MethodContract;
import io.creel.verifier.contract.Names;
import io.creel.verifier.contract.World;
import io.creel.verifier.engine.Fact.Own;
import io.creel.verifier.report.Code;
import java.util.LinkedHashSet;
import java.util.Set;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;

/** What making a lambda or a method reference requires: of the values that it captures, and of the method. */
final class Lambdas {
    private final Facts facts;
    private final FaultTrace trace;
    private final World world;

    Lambdas(Facts facts) {
        this.facts = facts;
        trace = facts.trace;
        world = facts.world;
    }

    /** Follows the capture of values. Returns the identity of the lambda. */
    Id make(State state, InvokeDynamicInsnNode insn, Val[] captured, int index) {
        Type[] types = Type.getArgumentTypes(insn.desc);
        Set<Id> held = new LinkedHashSet<>();
        for (int i = 0; i < captured.length; i++) {
            String name = types[i].getSort() == Type.OBJECT ? types[i].getInternalName() : null;
            Fact fact = facts.ensure(state, captured[i], name);
            if (fact != null && (fact.own() == Own.GONE || fact.ended() != null)) {
                trace.fault(fact.own() == Own.GONE ? Code.CR004 : Code.CR007).about(captured[i].id())
                        .says(trace.name(captured[i].id()) + " is captured after "
                                + (fact.own() == Own.GONE ? "it was given up" : "its loan has ended"))
                        .after(fact.events()).help("use it before").add();
            } else if (fact != null && (fact.own() == Own.OWNED || fact.own() == Own.BORROWED
                    || fact.own() == Own.FIELD || !fact.captures().isEmpty())) {
                held.add(captured[i].id());
            }
        }
        Id id = facts.fresh(state, "lambda@" + index, Type.getReturnType(insn.desc).getInternalName());
        if (!held.isEmpty()) {
            state.facts.put(id, new Fact(Own.NONE, null, null, null, held, null, true, null));
        }
        checkReference(insn);
        return id;
    }

    /** A referenced method may ask for no more than the interface offers. */
    private void checkReference(InvokeDynamicInsnNode insn) {
        Handle body = (Handle) insn.bsmArgs[1];
        if (body.getName().startsWith("lambda$")) {
            return;
        }
        MethodContract referenced = world.contract(body.getOwner(), body.getName(), body.getDesc());
        Derived derived = Derived.of(world, insn);
        String more = Weaker.than(referenced, derived.contract(), body, derived.captured());
        if (more != null) {
            trace.fault(Code.CR021).says(referenced.label() + " asks for more than " + Names.simple(
                    Type.getReturnType(insn.desc).getInternalName()) + "." + insn.name)
                    .needs("a method that asks for no more", more)
                    .requiredBy(String.join(" ", referenced.texts()), referenced)
                    .help("write a lambda that does what is missing, or annotate the interface").add();
        }
    }
}
