package io.creel.agent.check;

import io.creel.verifier.contract.MethodContract;
import io.creel.verifier.contract.ValueContract;
import io.creel.verifier.contract.World;
import io.creel.verifier.engine.Derived;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.tree.MethodNode;

/**
 * The contract that a body keeps: its method's own, or that of the interface's method which a lambda implements.
 *
 * @param contract
 *            the contract
 * @param captured
 *            the number of arguments in front that a lambda has captured
 */
record OwnRules(MethodContract contract, int captured) {
    private static final ValueContract EMPTY = new ValueContract();

    static OwnRules of(World world, String type, MethodNode method, Map<String, List<Derived>> lambdas) {
        MethodContract contract = world.contract(type, method.name, method.desc);
        List<Derived> derived = lambdas.get(type + "." + method.name + method.desc);
        if (!contract.isEmpty() || derived == null || derived.size() != 1) {
            return new OwnRules(contract, 0);
        }
        return new OwnRules(derived.get(0).contract(), Math.max(0, derived.get(0).captured()));
    }

    ValueContract argument(int index) {
        int at = index - captured;
        return at < 0 || at >= contract.parameters.size() ? EMPTY : contract.parameters.get(at);
    }

    /** Returns the index of the argument of this name; -1 if there is none. */
    int named(String name) {
        int index = contract.names.indexOf(name);
        return index < 0 ? -1 : index + captured;
    }
}
