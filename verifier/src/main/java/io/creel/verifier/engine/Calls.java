package io.creel.verifier.engine;

import io.creel.verifier.contract.MethodContract;
import io.creel.verifier.contract.ValueContract;
import io.creel.verifier.contract.ValueContract.GivesUp;
import io.creel.verifier.contract.OnResult;
import io.creel.verifier.contract.World;
import io.creel.verifier.engine.Fact.Own;
import io.creel.verifier.report.Code;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;

/** What a call requires, and what it does to the facts: one state for each result that makes a difference. */
final class Calls {
    private static final Set<String> HARMLESS = Set.of("java/lang/String", "java/lang/StringBuilder",
            "java/util/Objects", "java/io/PrintStream", "java/lang/IO", "java/lang/System");
    private static final ValueContract NOTHING = new ValueContract();

    private final Facts facts;
    private final FaultTrace trace;
    private final World world;
    private final Effects effects;
    private final Aliases aliases;
    private final Locking locking;
    private final Fields fields;
    private final OwnContract own;

    /** The values that the call at an instruction may have refused. */
    final Map<Integer, Set<Id>> refusals = new HashMap<>();

    /** The call that is being followed. */
    private MethodInsnNode insn;
    private int at;
    private MethodContract contract;
    private Val receiver;
    private Val[] arguments;
    private Type[] types;

    Calls(Facts facts, Effects effects, Aliases aliases, Locking locking, Fields fields, OwnContract own) {
        this.facts = facts;
        trace = facts.trace;
        world = facts.world;
        this.effects = effects;
        this.aliases = aliases;
        this.locking = locking;
        this.fields = fields;
        this.own = own;
    }

    /**
     * Follows a call. Returns the states behind it. The given state becomes the one that a handler sees if the call
     * throws.
     */
    List<State> call(State state, MethodInsnNode call, int index) {
        insn = call;
        at = index;
        contract = world.contract(call.owner, call.name, call.desc);
        types = Type.getArgumentTypes(call.desc);
        arguments = new Val[types.length];
        for (int i = types.length - 1; i >= 0; i--) {
            arguments[i] = state.frame.pop();
        }
        receiver = call.getOpcode() == Opcodes.INVOKESTATIC ? null : state.frame.pop();
        checkPlace(state);
        checkValue(state, receiver, contract.receiver, call.owner, true);
        boolean isCopy = contract.parameters.stream().anyMatch(parameter -> parameter.epoch);
        for (int i = 0; i < arguments.length; i++) {
            checkArgument(state, i, isCopy);
        }
        checkLocks(state);
        fields.copies.check(state, insn, arguments, at);
        boolean suspends = effects.suspends(call, contract);
        if (suspends) {
            checkSuspension(state);
        }
        List<State> after = new ArrayList<>();
        for (OnResult result : results(state)) {
            State next = state.copy();
            Val value = apply(next, result, suspends);
            if (value != null) {
                next.frame.push(value);
            }
            after.add(next);
        }
        throwing(state, suspends);
        return after;
    }

    private void checkPlace(State state) {
        String place = effects.place(insn, contract);
        String mine = own.place();
        if (place != null && mine != null && !place.equals(mine)) {
            String where = mine.equals("COROUTINE") ? "inside a coroutine" : "on the carrier";
            if (mine.equals("CARRIER") && effects.suspends(insn, contract)) {
                return; // reported as a suspension
            }
            trace.fault(Code.CR018).says(label() + " is called " + where)
                    .needs(place.equals("CARRIER") ? "the stack of the carrier" : "the stack of a coroutine",
                            "code that runs " + where)
                    .requiredBy(contract.text("RunsOn"), contract)
                    .help(place.equals("CARRIER")
                            ? "let a worker do it; a coroutine hands work over by a stash"
                            : "do it in the body of a coroutine")
                    .add();
        }
    }

    private String label() {
        return contract.isEmpty()
                ? io.creel.verifier.contract.Names.simple(insn.owner) + "." + insn.name
                : contract.label();
    }

    private ValueContract parameter(int index) {
        return index < contract.parameters.size() ? contract.parameters.get(index) : NOTHING;
    }

    private void checkArgument(State state, int index, boolean isCopy) {
        Val value = arguments[index];
        ValueContract parameter = parameter(index);
        String type = types[index].getSort() == Type.OBJECT ? types[index].getInternalName() : null;
        if (isCopy && facts.isTracked(type)) {
            checkEpoch(state, value);
            return;
        }
        checkValue(state, value, parameter, type, false);
        if (parameter.tiedTo != null) {
            checkTie(state, index, parameter);
        }
    }

    private void checkEpoch(State state, Val handle) {
        for (int i = 0; i < arguments.length; i++) {
            if (parameter(i).epoch && arguments[i].kind() == Val.Kind.EPOCH && arguments[i].id() != null
                    && handle.isRef() && !arguments[i].id().equals(handle.id())) {
                trace.fault(Code.CR020).about(handle.id())
                        .says(label() + " gets the epoch of another handle")
                        .needs("the epoch of " + trace.name(handle.id()),
                                "the epoch of " + trace.name(arguments[i].id()))
                        .requiredBy("@Epoch", contract).help("read epoch() from this handle while it is owned").add();
            } else if (parameter(i).epoch && arguments[i].kind() != Val.Kind.EPOCH) {
                trace.fault(Code.CR020).says(label() + " gets a number that is no epoch")
                        .needs("a number read from epoch()", "another number")
                        .requiredBy("@Epoch", contract)
                        .help("read epoch() from the handle, and mark a field that keeps it @Epoch").add();
            }
        }
    }

    private void checkValue(State state, Val value, ValueContract needs, String type, boolean isReceiver) {
        if (value == null || !value.isRef()) {
            return;
        }
        Fact fact = facts.ensure(state, value, type);
        if (fact == null || isReceiver && insn.name.equals("<init>")) {
            return;
        }
        Id id = value.id();
        if (needs.unowned) {
            return;
        }
        boolean isUsed = true;
        if (fact.own() == Own.GONE) {
            boolean twice = !needs.givesUp.isEmpty();
            trace.fault(twice ? Code.CR005 : Code.CR004).about(id)
                    .says(trace.name(id) + (twice ? " is given up twice" : " is used after it was given up"))
                    .after(fact.events()).needs("an owned value", fact.ended())
                    .requiredBy(twice ? givesUpText(needs) : "", contract)
                    .help(twice ? "give it up once" : "use it before it is given up").add();
            isUsed = false;
        } else if (fact.own() == Own.UNOWNED) {
            trace.fault(Code.CR004).about(id).says(trace.name(id) + " is a copy that may dangle, and is used")
                    .after(fact.events()).needs("an owned or borrowed value", "a copy that may dangle")
                    .help("use it only for resume(handle, epoch) and cancel").add();
            isUsed = false;
        } else if (fact.ended() != null) {
            trace.fault(Code.CR007).about(id).says(trace.name(id) + " is used after its loan has ended")
                    .after(fact.events()).needs("a loan that lasts", fact.ended())
                    .help("use it before, or ask its lender again").add();
            isUsed = false;
        }
        if (isUsed && !needs.givesUp.isEmpty() && fact.own() == Own.BORROWED) {
            trace.fault(Code.CR006).about(id).says(trace.name(id) + " is given up, but it is only borrowed")
                    .after(fact.events())
                    .needs("an owned value",
                            fact.lender() == null ? "lent by the caller" : "lent by " + lender(fact.lender()))
                    .requiredBy(givesUpText(needs), contract)
                    .help(fact.lender() == null
                            ? "mark the parameter @Transfers if the caller is to pass it on"
                            : "take it out of its owner first")
                    .add();
        }
        checkState(id, fact, needs);
        boolean isLambdaRun = isReceiver && !fact.captures().isEmpty();
        boolean isKnown = !needs.isEmpty() || !contract.isEmpty() && fact.captures().isEmpty() || isReceiver;
        boolean isLent = facts.isTracked(type) || isHarmless();
        if (!isKnown && !isLent || !fact.captures().isEmpty() && !needs.inline && !isLambdaRun) {
            fields.escape(state, value, fact,
                    fact.captures().isEmpty()
                            ? "is passed to " + label() + ", which has no contract for it"
                            : "may run later",
                    "mark the parameter @Transfers or @Borrowed, or describe the method in a specification file");
        }
    }

    private boolean isHarmless() {
        return HARMLESS.contains(insn.owner)
                || insn.name.equals("equals") || insn.name.equals("hashCode") || insn.name.equals("toString");
    }

    private String lender(Id lender) {
        return lender.key().equals("elsewhere") ? "another owner" : trace.name(lender);
    }

    private static String givesUpText(ValueContract needs) {
        String releases = needs.text("Releases");
        return releases.isEmpty() ? needs.text("Transfers") : releases;
    }

    private void checkState(Id id, Fact fact, ValueContract needs) {
        if (!needs.from.isEmpty() && fact.states() != null && !needs.from.containsAll(fact.states())) {
            trace.fault(Code.CR010).about(id)
                    .says(label() + " needs " + trace.name(id) + " in state " + String.join(" or ", needs.from))
                    .after(fact.events())
                    .needs("<" + String.join("|", needs.from) + ">", fact.stateText())
                    .requiredBy(needs.text("From"), contract)
                    .help("call the step that leads to this state first, and test its result").add();
        }
    }

    private void checkTie(State state, int index, ValueContract parameter) {
        Val value = arguments[index];
        int named = contract.names.indexOf(parameter.tiedTo);
        Val other = named >= 0 ? arguments[named] : receiver;
        if (!value.isRef() || other == null || !other.isRef()) {
            return;
        }
        Fact fact = state.facts.get(value.id());
        Id tied = fact == null ? null : fact.tied();
        if (!other.id().equals(tied)) {
            trace.fault(Code.CR012).about(value.id())
                    .says(label() + " needs a " + parameter.tiedTo + " and what belongs to it")
                    .after(fact == null ? null : fact.events())
                    .needs("a value tied to " + trace.name(other.id()), trace.name(value.id())
                            + (tied == null ? ", tied to nothing" : ", tied to " + trace.name(tied)))
                    .requiredBy(parameter.text("TiedTo"), contract).help("pass a pair that belongs together").add();
        }
    }

    private void checkLocks(State state) {
        for (String path : contract.requiresLocks) {
            Id lock = locking.resolve(state, path, contract, receiver, arguments);
            if (lock != null && !state.locks.containsKey(lock)) {
                FaultTrace.Report report = trace.fault(Code.CR013).about(lock)
                        .says(label() + " needs the lock " + path)
                        .needs("lock " + trace.name(lock), locking.held(state))
                        .requiredBy(contract.text("RequiresLock"), contract)
                        .help("take the lock of this instance before the call");
                state.locks.values().forEach(each -> report.after(each.events()));
                report.add();
            }
        }
    }

    private void checkSuspension(State state) {
        Id releasing = contract.releasing.isEmpty()
                ? null
                : locking.resolve(state, contract.releasing, contract, receiver, arguments);
        locking.suspend(state, contract, releasing);
        if (own.contract().noPreempt) {
            trace.fault(Code.CR019).says(label() + " may suspend, in a method that must not be preempted")
                    .needs("code without a suspension", label())
                    .requiredBy("@NoPreempt", own.contract()).help("move the suspension out of the method").add();
        } else if (!own.suspends()) {
            boolean onCarrier = "CARRIER".equals(own.place());
            trace.fault(Code.CR017)
                    .says(label() + " suspends, in " + (onCarrier
                            ? "code that runs on the carrier"
                            : "a method that is not marked @Suspends"))
                    .needs(onCarrier ? "code without a suspension" : "@Suspends", "a call that suspends")
                    .requiredBy(onCarrier ? own.contract().text("RunsOn") : contract.text("Suspends"),
                            onCarrier ? own.contract() : contract)
                    .help(onCarrier
                            ? "suspend in the body, not in the callback"
                            : "mark the method @Suspends, so that its callers expect it")
                    .add();
        }
        if (!state.dirty.isEmpty()) {
            trace.fault(Code.CR023).says("a field still refers to a value that was given up")
                    .after(state.dirty.values().toArray(Event[]::new))
                    .help("store null or the next value before the suspension").add();
        }
    }

    /** The results that lead to different facts. */
    private List<OnResult> results(State state) {
        Set<OnResult> named = new LinkedHashSet<>();
        collect(state, receiver, contract.receiver, named);
        for (int i = 0; i < arguments.length; i++) {
            collect(state, arguments[i], parameter(i), named);
        }
        if (contract.acquires != null) {
            named.add(contract.acquires);
        }
        contract.locks.forEach(lock -> named.add(lock.when()));
        named.removeIf(when -> when.kind() == OnResult.Kind.ALWAYS || when.kind() == OnResult.Kind.NEVER);
        if (named.isEmpty()) {
            return List.of(OnResult.ALWAYS);
        }
        Set<OnResult> all = new LinkedHashSet<>();
        boolean constants = false;
        for (OnResult when : named) {
            switch (when.kind()) {
                case TRUE, FALSE -> {
                    all.add(OnResult.of("true"));
                    all.add(OnResult.of("false"));
                }
                case NULL, NON_NULL -> {
                    all.add(OnResult.of("non-null"));
                    all.add(OnResult.of("null"));
                }
                default -> {
                    all.add(when);
                    constants = true;
                }
            }
        }
        if (constants) {
            all.add(OnResult.ALWAYS); // every other constant
        }
        return List.copyOf(all);
    }

    private static void collect(State state, Val value, ValueContract of, Set<OnResult> to) {
        if (value != null && state.fact(value) != null) {
            of.givesUp.forEach(each -> to.add(each.when()));
            of.to.forEach(each -> to.add(each.when()));
        }
    }

    private static boolean holds(OnResult when, OnResult result) {
        return when.kind() == OnResult.Kind.ALWAYS || when.equals(result);
    }

    /** Does to the state what the contract promises for one result. Returns the result; {@code null} for void. */
    private Val apply(State state, OnResult result, boolean suspends) {
        boolean refused = affect(state, receiver, contract.receiver, result);
        for (int i = 0; i < arguments.length; i++) {
            if (affect(state, arguments[i], parameter(i), result)) {
                refused = true;
                refusals.computeIfAbsent(at, key -> new LinkedHashSet<>()).add(arguments[i].id());
            }
        }
        if (suspends) {
            facts.endLoansBySuspension(state);
        }
        facts.forgetFields(state, receiver);
        for (Val argument : arguments) {
            facts.forgetFields(state, argument);
        }
        for (String path : contract.unlocks) {
            Id lock = locking.resolve(state, path, contract, receiver, arguments);
            if (lock != null) {
                locking.release(state, lock, contract);
            }
        }
        if (insn.name.equals("<init>")) {
            construct(state);
        }
        Val value = result(state, result);
        for (MethodContract.Taken taken : contract.locks) {
            Id lock = locking.resolve(state, taken.path(), contract, receiver, arguments, value);
            if (lock != null && holds(taken.when(), result)) {
                locking.take(state, lock, contract);
            }
        }
        return refused && value != null ? value.refusing(at) : value;
    }

    /** Returns whether the method may take this value over, but has not for this result. */
    private boolean affect(State state, Val value, ValueContract does, OnResult result) {
        if (value == null || !value.isRef()) {
            return false;
        }
        if (does.changes) {
            facts.endLoans(state, value.id(), label() + " changes " + trace.name(value.id()));
        }
        Fact fact = state.facts.get(value.id());
        if (fact == null) {
            return false;
        }
        boolean refused = false;
        for (GivesUp each : does.givesUp) {
            if (holds(each.when(), result)) {
                giveUp(state, value.id(), each);
                refused = false;
                break;
            }
            refused = fact.own() == Own.OWNED || fact.own() == Own.FIELD;
        }
        for (ValueContract.Transition each : does.to) {
            Fact now = state.facts.get(value.id());
            if (holds(each.when(), result)) {
                state.facts.put(value.id(), now.in(Set.of(each.state()), trace.event(trace.name(value.id()) + " "
                        + now.stateText() + " -> <" + each.state() + ">" + because(each.when()), now.events())));
            }
        }
        return refused && fact.own() != Own.GONE;
    }

    private static String because(OnResult when) {
        return when.kind() == OnResult.Kind.ALWAYS ? "" : " if the result is " + when;
    }

    private void giveUp(State state, Id id, GivesUp how) {
        Fact fact = state.facts.get(id);
        String verb = how.releases() ? "released by " : "passed on to ";
        Event event = trace.event(trace.name(id) + " is " + verb + label() + because(how.when()), fact.events());
        if (fact.own() == Own.FIELD && fact.lender() != null) {
            state.dirty.put(fact.lender().key(), event);
        }
        state.empty.removeIf(place -> fact.lender() != null && place.equals(fact.lender()));
        state.facts.put(id, fact.with(Own.GONE, (how.releases() ? "released" : "passed on") + " before", event));
        facts.endLoans(state, id, trace.name(id) + " is " + verb + label());
    }

    private void construct(State state) {
        if (!receiver.isRef() || !receiver.id().key().startsWith("new@")) {
            return;
        }
        Id id = receiver.id();
        aliases.setBy(insn.owner, insn.desc).forEach((field, index) -> {
            if (arguments[index].isRef()) {
                var declared = world.field(insn.owner, field);
                state.aliases.put(id.field(field, insn.owner, declared == null ? null : Aliases.typeOf(declared.desc)),
                        arguments[index].id());
            }
        });
        if (facts.isTracked(insn.owner)) {
            state.facts.put(id, Facts.of(Own.OWNED, facts.firstState(insn.owner), null,
                    trace.event(trace.name(id) + " is made and owned", null)).nonNull());
        }
    }

    private Val result(State state, OnResult result) {
        Type type = Type.getReturnType(insn.desc);
        if (type.getSort() == Type.VOID) {
            return null;
        }
        if (contract.resultEpoch && receiver != null && receiver.isRef()) {
            return Val.epoch(receiver.id());
        }
        if (result.kind() == OnResult.Kind.TRUE || result.kind() == OnResult.Kind.FALSE) {
            return Val.number(result.kind() == OnResult.Kind.TRUE ? 1 : 0);
        }
        if (result.kind() == OnResult.Kind.NULL) {
            return Val.NULL;
        }
        if (result.kind() == OnResult.Kind.CONSTANT) {
            return Val.constant(result.constant());
        }
        Integer constant = aliases.constant(insn.owner, insn.name, insn.desc);
        if (constant != null) {
            return Val.number(constant);
        }
        if (contract.returns != null) {
            int index = contract.names.indexOf(contract.returns);
            return index >= 0 ? arguments[index] : receiver;
        }
        if (type.getSort() < Type.ARRAY) {
            if (insn.name.equals("ordinal") && receiver != null
                    && (receiver.kind() == Val.Kind.ENUM || receiver.kind() == Val.Kind.ENUM_NOT)) {
                return Val.of(Val.Kind.ORDINAL, receiver);
            }
            return Val.plain(type.getSize());
        }
        Set<String> constants = constants();
        return constants.isEmpty() ? object(state, type, result) : Val.noneOf(constants);
    }

    private Set<String> constants() {
        Set<String> constants = new LinkedHashSet<>();
        contract.receiver.to.forEach(each -> add(each.when(), constants));
        contract.receiver.givesUp.forEach(each -> add(each.when(), constants));
        for (ValueContract parameter : contract.parameters) {
            parameter.to.forEach(each -> add(each.when(), constants));
            parameter.givesUp.forEach(each -> add(each.when(), constants));
        }
        return constants;
    }

    private static void add(OnResult when, Set<String> to) {
        if (when.kind() == OnResult.Kind.CONSTANT) {
            to.add(when.constant());
        }
    }

    private Val object(State state, Type type, OnResult result) {
        String getter = receiver != null && receiver.isRef() && contract.isEmpty()
                ? aliases.getter(insn.owner, insn.name, insn.desc)
                : null;
        if (getter != null) {
            return Val.ref(aliases.field(state, receiver.id(), getter, insn.owner));
        }
        Id copy = fields.copies.result(state, insn, receiver, arguments, at);
        if (copy != null) {
            return Val.ref(copy);
        }
        String name = Aliases.typeOf(type.getDescriptor());
        AbstractInsnNode next = insn.getNext();
        if (next instanceof TypeInsnNode cast && next.getOpcode() == Opcodes.CHECKCAST) {
            name = cast.desc;
        }
        Id id = facts.fresh(state, "call@" + at, name);
        Val value = Val.ref(id);
        Fact fact = null;
        if (contract.acquires != null && holds(contract.acquires, result) && facts.isTracked(name)) {
            fact = Facts.of(Own.OWNED, facts.firstState(name), null,
                    trace.event(trace.name(id) + " is acquired from " + label()
                            + (facts.firstState(name) == null
                                    ? ""
                                    : " <" + facts.firstState(name).iterator().next()
                                            + ">"),
                            null));
            fact = result.kind() == OnResult.Kind.NON_NULL || contract.acquires.kind() == OnResult.Kind.ALWAYS
                    ? fact.nonNull()
                    : fact;
        } else if (contract.borrowedFrom != null && facts.isTracked(name)) {
            fact = borrowed(id, name);
        }
        if (contract.resultTiedTo != null) {
            int named = contract.names.indexOf(contract.resultTiedTo);
            Val other = named >= 0 ? arguments[named] : receiver;
            if (other != null && other.isRef()) {
                Fact tied = fact == null ? Facts.of(Own.NONE, null, null, null) : fact;
                fact = tied.tiedTo(other.id(), trace.event(trace.name(id) + " is tied to " + trace.name(other.id()),
                        tied.events()));
            }
        }
        if (fact == null && result.kind() == OnResult.Kind.NON_NULL) {
            fact = Facts.of(Own.NONE, null, null, null).nonNull();
        }
        if (fact != null) {
            state.facts.put(id, fact);
        }
        return value;
    }

    private Fact borrowed(Id id, String type) {
        int named = contract.names.indexOf(contract.borrowedFrom);
        Val from = named >= 0 ? arguments[named] : contract.borrowedFrom.isEmpty() ? null : receiver;
        Id lender = from != null && from.isRef() ? from.id() : Id.of("elsewhere", null);
        return Facts.of(Own.BORROWED, facts.allStates(type), lender,
                trace.event(trace.name(id) + " is lent by " + lender(lender), null));
    }

    /** Turns the state before the call into the one that a handler sees. */
    private void throwing(State state, boolean suspends) {
        if (contract.receiver.givesUp.stream().anyMatch(GivesUp::onException) && receiver != null
                && state.fact(receiver) != null) {
            giveUp(state, receiver.id(), contract.receiver.givesUp.get(0));
        }
        for (int i = 0; i < arguments.length; i++) {
            if (parameter(i).givesUp.stream().anyMatch(GivesUp::onException) && state.fact(arguments[i]) != null) {
                giveUp(state, arguments[i].id(), parameter(i).givesUp.get(0));
            }
        }
        if (suspends) {
            facts.endLoansBySuspension(state);
        }
    }

    boolean fails() {
        return effects.fails(insn, contract);
    }

    String lastLabel() {
        return label();
    }
}
