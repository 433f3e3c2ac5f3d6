package io.creel.verifier.engine;

import io.creel.verifier.contract.Names;
import io.creel.verifier.engine.Fact.Own;
import io.creel.verifier.report.Code;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.FieldInsnNode;

/** What loads and stores of fields and arrays do to facts. */
final class Fields {
    private static final String ELEMENT = "element@";

    private final Facts facts;
    private final FaultTrace trace;
    private final Aliases aliases;
    private final boolean isConstructor;
    final ArrayCopies copies;

    Fields(Facts facts, Aliases aliases, boolean isConstructor) {
        this.isConstructor = isConstructor;
        this.facts = facts;
        this.trace = facts.trace;
        this.aliases = aliases;
        copies = new ArrayCopies(facts, this);
    }

    Val get(State state, FieldInsnNode insn, Val object, int at) {
        Type type = Type.getType(insn.desc);
        boolean isStatic = insn.getOpcode() == Opcodes.GETSTATIC;
        if (isStatic && insn.name.startsWith("$SwitchMap$")) {
            return Val.of(Val.Kind.SWITCH_MAP, insn.owner + "." + insn.name);
        }
        if (type.getSort() < Type.ARRAY) {
            return facts.world.fieldHas(insn.owner, insn.name, "Epoch") ? Val.epoch(null) : Val.plain(type.getSize());
        }
        String name = Aliases.typeOf(insn.desc);
        if (isStatic && insn.desc.equals("L" + insn.owner + ";") && isEnumConstant(insn)) {
            return Val.constant(insn.name);
        }
        boolean isStable = facts.world.isStable(insn.owner, insn.name);
        Id place = isStatic
                ? Id.of("static " + insn.owner + "." + insn.name, name)
                : object.isRef() ? aliases.field(state, object.id(), insn.name, insn.owner) : null;
        if (facts.world.fieldHas(insn.owner, insn.name, "Owned")) {
            return type.getSort() != Type.ARRAY
                    ? fromOwner(state, insn, place, name, at)
                    : Val.ref(place == null ? facts.fresh(state, "field@" + at, name) : place);
        }
        if (facts.world.fieldHas(insn.owner, insn.name, "Unowned")) {
            Id id = facts.fresh(state, "field@" + at, name);
            Event event = trace.event(trace.name(id) + " is a copy in field " + insn.name + ", which may dangle", null);
            state.facts.put(id, Facts.of(Own.UNOWNED, facts.allStates(name), null, event));
            return Val.ref(id);
        }
        if (isStable && place != null) {
            return Val.ref(place);
        }
        Val value = Val.ref(facts.fresh(state, "field@" + at, name));
        facts.ensure(state, value, name);
        return value;
    }

    private boolean isEnumConstant(FieldInsnNode insn) {
        var field = facts.world.field(insn.owner, insn.name);
        return field != null && (field.access & Opcodes.ACC_ENUM) != 0;
    }

    private static String key(Id place) {
        return place == null ? "?" : place.key();
    }

    private Val fromOwner(State state, FieldInsnNode insn, Id place, String type, int at) {
        Event moved = state.dirty.get(key(place));
        if (moved != null) {
            trace.fault(Code.CR004).about(Id.of(key(place), type)).says("field " + insn.name
                    + " is read although its value was given up").after(moved)
                    .help("store null or the next value into the field first").add();
        }
        if (place != null && state.empty.contains(place)) {
            return Val.NULL;
        }
        for (Map.Entry<Id, Fact> each : state.facts.entrySet()) {
            if (each.getValue().own() == Own.FIELD && place != null && place.equals(each.getValue().lender())) {
                return Val.ref(each.getKey()); // it still has the value that was loaded before
            }
        }
        Id id = facts.fresh(state, "field@" + at, type);
        Event event = trace.event(trace.name(id) + " is owned by field " + insn.name, null);
        state.facts.put(id, Facts.of(Own.FIELD, facts.allStates(type), place, event));
        return Val.ref(id);
    }

    void put(State state, FieldInsnNode insn, Val object, Val value) {
        Fact fact = facts.ensure(state, value, value.isRef() ? value.id().type() : null);
        if (facts.world.fieldHas(insn.owner, insn.name, "Owned")) {
            if (insn.desc.startsWith("[")) {
                return; // another array with the same elements, or an empty one
            }
            Id place = object == null || !object.isRef()
                    ? Id.of("static " + insn.owner + "." + insn.name, null)
                    : aliases.field(state, object.id(), insn.name, insn.owner);
            intoOwner(state, insn, place, value, fact);
            return;
        }
        if (facts.world.fieldHas(insn.owner, insn.name, "Unowned")) {
            return;
        }
        copies.put(insn, value);
        escape(state, value, fact, "is stored in field " + Names.simple(insn.owner) + "." + insn.name,
                "mark the field @Owned if it is to own the value, or do not keep the value");
    }

    private void intoOwner(State state, FieldInsnNode insn, Id place, Val value, Fact fact) {
        boolean isKnown = state.dirty.remove(key(place)) != null | state.empty.remove(place)
                | (place.base() != null && place.base().key().equals("this") && isConstructor);
        if (value.kind() == Val.Kind.NULL) {
            state.empty.add(place);
        }
        if (!isKnown) {
            boolean isLoaded = false;
            for (Map.Entry<Id, Fact> each : state.facts.entrySet()) {
                boolean isSame = value.isRef() && value.id().equals(each.getKey());
                boolean isOfField = each.getValue().own() == Own.FIELD && place.equals(each.getValue().lender());
                isLoaded |= isOfField;
                if (isOfField && !isSame) {
                    each.setValue(each.getValue().with(Own.OWNED, null, trace.event(
                            trace.name(each.getKey()) + " is moved out of field " + insn.name,
                            each.getValue().events())));
                }
            }
            if (!isLoaded) {
                trace.fault(Code.CR001).says("what field " + insn.name + " owns is lost: it is overwritten")
                        .needs("a field that is known to be empty", "a field that may own a value")
                        .help("give up the value in the field first, or test the field for null").add();
            }
        }
        if (fact != null) {
            give(state, value, fact, place, insn.name);
        }
    }

    private void give(State state, Val value, Fact fact, Id place, String field) {
        if (fact.own() == Own.GONE) {
            trace.fault(Code.CR004).about(value.id())
                    .says(trace.name(value.id()) + " is stored although it was given up").after(fact.events())
                    .help("store it before, or store null").add();
        } else if (fact.own() == Own.BORROWED || fact.own() == Own.UNOWNED) {
            trace.fault(Code.CR006).about(value.id())
                    .says(trace.name(value.id()) + " is borrowed and cannot be given to field " + field)
                    .after(fact.events()).help("take it out of its owner first").add();
        }
        state.facts.put(value.id(), new Fact(Own.FIELD, fact.states(), place, fact.tied(), fact.captures(), null,
                fact.isNonNull(),
                trace.event("field " + field + " owns " + trace.name(value.id()) + " now", fact.events())));
    }

    /** Loads an element. The array of a field marked @Owned owns its elements. */
    Val element(State state, Val array, int at) {
        boolean isMade = array.isRef() && array.id().key().startsWith(ArrayCopies.MADE);
        String type = array.isRef() && !isMade && array.id().type() != null && array.id().type().startsWith("[")
                ? Aliases.typeOf(array.id().type().substring(1))
                : null;
        Id id = facts.fresh(state, ELEMENT + at, type);
        if (isOwnedArray(array) && facts.isTracked(type)) {
            Event event = trace.event(trace.name(id) + " is owned by array " + array.id().field(), null);
            state.facts.put(id, Facts.of(Own.FIELD, facts.allStates(type), array.id(), event));
        }
        return Val.ref(id);
    }

    boolean isOwnedArray(Val array) {
        return array.isRef() && array.id().base() != null && array.id().type() != null
                && array.id().type().startsWith("[")
                && facts.world.fieldHas(array.id().fieldOwner(), array.id().field(), "Owned");
    }

    /**
     * Stores an element. An owned array gives away the element that was loaded last.
     *
     * <p>
     * The slot is believed to hold no other one. Unless null is stored, it is an element that the method can still use.
     */
    void store(State state, Val array, Val value) {
        Fact fact = facts.ensure(state, value, value.isRef() ? value.id().type() : null);
        if (!isOwnedArray(array)) {
            escape(state, value, fact, "is stored in an array",
                    "mark the field of the array @Owned, use a stash or a batch, or do not keep the value");
            return;
        }
        Id place = array.id();
        state.dirty.remove(key(place));
        Id last = null;
        for (Map.Entry<Id, Fact> each : state.facts.entrySet()) {
            boolean isSame = value.isRef() && value.id().equals(each.getKey());
            if (each.getValue().own() == Own.FIELD && place.equals(each.getValue().lender()) && !isSame
                    && each.getKey().key().startsWith(ELEMENT)
                    && (value.kind() == Val.Kind.NULL || state.isReachable(each.getKey()))) {
                last = each.getKey();
            }
        }
        if (last != null) {
            Fact moved = state.facts.get(last);
            state.facts.put(last, moved.with(Own.OWNED, null,
                    trace.event(trace.name(last) + " is moved out of array " + place.field(), moved.events())));
        }
        if (fact != null && fact.own() == Own.FIELD && place.equals(fact.lender())) {
            state.facts.put(value.id(), Facts.of(Own.BORROWED, fact.states(), place,
                    trace.event(trace.name(value.id()) + " is moved within array " + place.field(), fact.events())));
        } else if (fact != null) {
            give(state, value, fact, place, place.field());
        }
    }

    /** Reports a value that leaves the method without a contract that names its owner. */
    void escape(State state, Val value, Fact fact, String how, String help) {
        if (fact == null) {
            return;
        }
        Fact escaping = fact;
        Id id = value.id();
        for (Id held : fact.captures()) {
            Fact inner = state.facts.get(held);
            if (inner != null && inner.own() != Own.NONE && inner.own() != Own.UNOWNED) {
                escaping = inner;
                id = held;
                how = "is captured by a lambda that " + how;
                help = "pass the lambda to a parameter marked @Inline, or pass the value as an argument";
                break;
            }
        }
        if (escaping.own() == Own.OWNED || escaping.own() == Own.BORROWED || escaping.own() == Own.FIELD) {
            trace.fault(Code.CR008).about(id).says(trace.name(id) + " " + how).after(escaping.events()).help(help)
                    .add();
        }
    }
}
