package io.creel.verifier.engine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.objectweb.asm.tree.analysis.Frame;

/** What is known before one instruction on some of the paths to it. Mutable; each path has its own copy. */
final class State {
    /** What tells two sets of paths apart: the facts, and where the values with facts are. */
    record Key(Map<Id, Fact> facts, Map<Id, HeldLock> locks, Map<String, Event> dirty, List<Object> places,
            Set<Id> empty,
            boolean misused) {
    }

    final Frame<Val> frame;
    /** Whether this path leads through the handler of an exception that only a misuse can cause. */
    boolean misused;
    final Map<Id, Fact> facts;
    final Map<Id, HeldLock> locks;
    /** Fields whose value was given up although the field still refers to it, with the event. */
    final Map<String, Event> dirty;
    /** Fields marked @Owned that are known to be empty. */
    final Set<Id> empty;
    /** Final fields that are known to hold a value which also has another identity. */
    final Map<Id, Id> aliases;

    State(Frame<Val> frame) {
        this(frame, new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>(),
                new LinkedHashSet<>());
    }

    private State(Frame<Val> frame, Map<Id, Fact> facts, Map<Id, HeldLock> locks, Map<String, Event> dirty,
            Map<Id, Id> aliases, Set<Id> empty) {
        this.empty = empty;
        this.frame = frame;
        this.facts = facts;
        this.locks = locks;
        this.dirty = dirty;
        this.aliases = aliases;
    }

    State copy() {
        State copy = new State(new Frame<>(frame), new LinkedHashMap<>(facts), new LinkedHashMap<>(locks),
                new LinkedHashMap<>(dirty), new LinkedHashMap<>(aliases), new LinkedHashSet<>(empty));
        copy.misused = misused;
        return copy;
    }

    Fact fact(Val of) {
        return of.isRef() ? facts.get(of.id()) : null;
    }

    int slots() {
        return frame.getLocals() + frame.getStackSize();
    }

    Val slot(int index) {
        return index < frame.getLocals() ? frame.getLocal(index) : frame.getStack(index - frame.getLocals());
    }

    void setSlot(int index, Val value) {
        if (index < frame.getLocals()) {
            frame.setLocal(index, value);
        } else {
            frame.setStack(index - frame.getLocals(), value);
        }
    }

    void mapSlots(UnaryOperator<Val> change) {
        for (int i = 0; i < slots(); i++) {
            setSlot(i, change.apply(slot(i)));
        }
    }

    boolean isReachable(Id id) {
        for (int i = 0; i < slots(); i++) {
            if (slot(i).id() != null && slot(i).id().isWithin(id)) {
                return true;
            }
        }
        return false;
    }

    /** Gives every trace of one value another identity. */
    void rename(Id from, Id to) {
        mapSlots(value -> value.renamed(from, to));
        renameKeys(facts, from, to);
        facts.replaceAll((id, fact) -> fact.renamed(from, to));
        renameKeys(locks, from, to);
        renameKeys(aliases, from, to);
        aliases.replaceAll((id, other) -> other.renamed(from, to));
    }

    private static <V> void renameKeys(Map<Id, V> map, Id from, Id to) {
        if (map.keySet().stream().anyMatch(id -> id.isWithin(from))) {
            Map<Id, V> changed = new LinkedHashMap<>();
            map.forEach((id, value) -> changed.put(id.renamed(from, to), value));
            map.clear();
            map.putAll(changed);
        }
    }

    /** Forgets every trace of a value that is known to be null on this path. */
    void becomeNull(Id id) {
        mapSlots(value -> value.isRef() && value.id().equals(id) ? Val.NULL : value);
        Fact fact = facts.remove(id);
        if (fact != null && fact.own() == Fact.Own.FIELD && fact.lender() != null) {
            empty.add(fact.lender());
        }
    }

    /** Drops facts that nothing can ask for any more. */
    void collect() {
        if (facts.isEmpty()) {
            return;
        }
        Set<Id> live = new HashSet<>();
        for (int i = 0; i < slots(); i++) {
            addWithBases(slot(i).id(), live);
        }
        locks.keySet().forEach(id -> addWithBases(id, live));
        facts.forEach((id, fact) -> {
            if (id.isArgument() || fact.own() == Fact.Own.OWNED || fact.own() == Fact.Own.FIELD
                    || live.contains(id)) {
                addWithBases(id, live);
                addWithBases(fact.lender(), live);
                addWithBases(fact.tied(), live);
                fact.captures().forEach(each -> addWithBases(each, live));
            }
        });
        facts.keySet().removeIf(id -> !live.contains(id));
    }

    private static void addWithBases(Id id, Set<Id> to) {
        for (Id each = id; each != null; each = each.base()) {
            to.add(each);
        }
    }

    private Set<Id> tracked() {
        Set<Id> ids = new HashSet<>();
        facts.forEach((id, fact) -> {
            addWithBases(id, ids);
            addWithBases(fact.lender(), ids);
            addWithBases(fact.tied(), ids);
        });
        locks.keySet().forEach(id -> addWithBases(id, ids));
        return ids;
    }

    Key key() {
        Set<Id> tracked = tracked();
        List<Object> places = new ArrayList<>(slots());
        for (int i = 0; i < slots(); i++) {
            Val value = slot(i);
            if (value.id() != null && tracked.contains(value.id())) {
                places.add(value);
            } else if (value.kind() == Val.Kind.THROWN) {
                places.add(value.data());
            } else {
                places.add(value.size());
            }
        }
        Map<String, Event> fields = new LinkedHashMap<>();
        dirty.keySet().forEach(name -> fields.put(name, null));
        return new Key(new LinkedHashMap<>(facts), new LinkedHashMap<>(locks), fields, places,
                new LinkedHashSet<>(empty), misused);
    }

    /** Merges a state with the same key into this one. Returns whether this one has changed. */
    boolean merge(State other, int instruction) {
        boolean changed = false;
        Map<List<Val>, Val> joined = new LinkedHashMap<>();
        for (int i = 0; i < slots(); i++) {
            Val mine = slot(i);
            Val its = other.slot(i);
            if (!mine.equals(its)) {
                int place = i;
                Val both = joined.computeIfAbsent(List.of(mine, its), pair -> join(mine, its, instruction, place));
                if (!both.equals(mine)) {
                    setSlot(i, both);
                    changed = true;
                }
            }
        }
        return aliases.entrySet().removeIf(entry -> !entry.getValue().equals(other.aliases.get(entry.getKey())))
                || changed;
    }

    private static Val join(Val mine, Val its, int instruction, int place) {
        if (mine.kind() == Val.Kind.NONE || its.kind() == Val.Kind.NONE) {
            return mine.size() == its.size() ? new Val(Val.Kind.NONE, mine.size(), null, null, -1) : Val.NONE;
        }
        if (mine.isRef() && (its.isRef() || its.kind() == Val.Kind.NULL)
                || its.isRef() && mine.kind() == Val.Kind.NULL) {
            String type = mine.isRef() && its.isRef() && Objects.equals(mine.id().type(), its.id().type())
                    ? mine.id().type()
                    : null;
            return Val.ref(Id.of("join@" + instruction + "/" + place, type));
        }
        if (mine.kind() == its.kind() && Objects.equals(mine.id(), its.id())
                && Objects.equals(mine.data(), its.data())) {
            return mine.refusing(Math.max(mine.refusal(), its.refusal()));
        }
        return Val.plain(mine.size());
    }
}
