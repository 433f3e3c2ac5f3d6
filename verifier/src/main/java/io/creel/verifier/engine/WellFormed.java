package io.creel.verifier.engine;

import io.creel.verifier.contract.ClassContract;
import io.creel.verifier.contract.MethodContract;
import io.creel.verifier.contract.Names;
import io.creel.verifier.contract.ValueContract;
import io.creel.verifier.contract.World;
import io.creel.verifier.report.Code;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.FieldNode;

/** Whether a contract makes sense: states that exist, parameters that exist, final paths, no contradiction. */
final class WellFormed {
    private final World world;
    private final FaultTrace trace;

    WellFormed(World world, FaultTrace trace) {
        this.world = world;
        this.trace = trace;
    }

    void check(MethodContract contract, String typeName) {
        Type[] types = Type.getArgumentTypes(contract.descriptor);
        value(contract, contract.receiver, contract.owner, "the receiver");
        for (int i = 0; i < contract.parameters.size() && i < types.length; i++) {
            String name = i < contract.names.size() ? contract.names.get(i) : "argument " + (i + 1);
            value(contract, contract.parameters.get(i),
                    types[i].getSort() == Type.OBJECT ? types[i].getInternalName() : null, name);
            named(contract, contract.parameters.get(i).tiedTo, "TiedTo");
        }
        named(contract, contract.returns, "Returns");
        named(contract, contract.resultTiedTo, "TiedTo");
        named(contract, contract.borrowedFrom == null || contract.borrowedFrom.isEmpty()
                ? null
                : contract.borrowedFrom, "Borrowed");
        List<String> paths = new ArrayList<>(contract.requiresLocks);
        contract.locks.forEach(lock -> paths.add(lock.path()));
        paths.addAll(contract.unlocks);
        if (!contract.releasing.isEmpty()) {
            paths.add(contract.releasing);
        }
        paths.forEach(path -> path(contract, path));
        contradictions(contract);
    }

    private void contradictions(MethodContract contract) {
        if (contract.suspends && contract.noPreempt) {
            fault(contract, "@Suspends contradicts @NoPreempt");
        }
        if (contract.suspends && "CARRIER".equals(contract.place)) {
            fault(contract, "@Suspends contradicts @RunsOn(CARRIER)");
        }
        if (contract.acquires != null && contract.borrowedFrom != null) {
            fault(contract, "@Acquires contradicts @Borrowed of the result");
        }
        if (contract.unlocks.stream().anyMatch(path -> contract.locks.stream().anyMatch(lock -> lock.path()
                .equals(path)))) {
            fault(contract, "@Locks contradicts @Unlocks of the same lock");
        }
    }

    private void value(MethodContract contract, ValueContract value, String type, String name) {
        ClassContract of = type == null ? null : world.contract(type);
        List<String> known = of == null ? List.of() : of.states;
        Set<String> used = new HashSet<>(value.from);
        value.to.forEach(each -> used.add(each.state()));
        for (String state : used) {
            if (!known.contains(state)) {
                fault(contract, "the state " + state + " of " + name + " is not declared by "
                        + (type == null ? "its type" : Names.simple(type))
                        + (known.isEmpty() ? ", which has no @States" : ", which has " + String.join(", ", known)));
            }
        }
        if (!value.givesUp.isEmpty() && value.borrowed) {
            fault(contract, "@Borrowed contradicts " + (value.text("Transfers").isEmpty() ? "@Releases" : "@Transfers")
                    + " of " + name);
        }
        if (!value.givesUp.isEmpty() && value.unowned) {
            fault(contract, "@Unowned contradicts @Transfers or @Releases of " + name);
        }
    }

    private void named(MethodContract contract, String name, String annotation) {
        if (name != null && contract.named(name) == null) {
            fault(contract, "@" + annotation + " names a parameter that does not exist: " + name
                    + (contract.names.isEmpty() && !contract.parameters.isEmpty()
                            ? "; the class was compiled without -parameters and without -g"
                            : ""));
        }
    }

    private void path(MethodContract contract, String path) {
        String[] parts = path.split("\\.");
        int index = contract.names.indexOf(parts[0]);
        String type = contract.owner;
        int next = 0;
        if (index >= 0) {
            type = Type.getArgumentTypes(contract.descriptor)[index].getInternalName();
            next = 1;
        } else if (parts[0].equals("this")) {
            next = 1;
        } else if (parts[0].equals(MethodContract.RESULT)) {
            type = Aliases.typeOf(Type.getReturnType(contract.descriptor).getDescriptor());
            next = 1;
        }
        for (int i = next; i < parts.length; i++) {
            FieldNode field = world.field(type, parts[i]);
            if (field == null) {
                fault(contract, "the path " + path + " names neither a parameter nor a field: " + parts[i]);
                return;
            }
            if (!world.isStable(type, parts[i])) {
                fault(contract, "the path " + path + " has a field that is not final: " + Names.simple(type) + "."
                        + parts[i]);
                return;
            }
            type = Aliases.typeOf(field.desc);
        }
    }

    private void fault(MethodContract contract, String what) {
        trace.fault(Code.CR022).says(what).help("mend the annotations of " + contract.label()).add();
    }
}
