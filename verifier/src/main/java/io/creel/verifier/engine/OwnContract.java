package io.creel.verifier.engine;

import io.creel.verifier.contract.MethodContract;
import io.creel.verifier.contract.ValueContract;

/**
 * The contract that a body must keep: that of its method, or that of the interface which a lambda implements.
 *
 * @param contract
 *            the contract
 * @param captured
 *            the number of arguments in front that a lambda has captured
 * @param suspends
 *            whether the body may suspend
 */
record OwnContract(MethodContract contract, int captured, boolean suspends) {
    private static final ValueContract EMPTY = new ValueContract();

    boolean isCaptured(int argument) {
        return argument < captured;
    }

    ValueContract argument(int index) {
        int at = index - captured;
        return at < 0 || at >= contract.parameters.size() ? EMPTY : contract.parameters.get(at);
    }

    String place() {
        return contract.place != null ? contract.place : suspends ? "COROUTINE" : null;
    }
}
