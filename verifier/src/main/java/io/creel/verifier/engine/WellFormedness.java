package io.creel.verifier.engine;

import io.creel.verifier.contract.MethodContract;
import io.creel.verifier.contract.World;
import io.creel.verifier.report.RuleFault;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.tree.ClassNode;

/** Whether a contract makes sense, for code that sees no bodies. */
public final class WellFormedness {
    private WellFormedness() {
    }

    /** Returns the faults of one contract, in no order. */
    public static List<RuleFault> of(World world, MethodContract contract) {
        List<RuleFault> faults = new ArrayList<>();
        ClassNode type = world.find(contract.owner);
        FaultTrace trace = new FaultTrace(type, contract.label(), faults);
        trace.reporting = true;
        new WellFormed(world, trace).check(contract, contract.owner);
        return faults;
    }

    /** Returns the faults of a field that says it is set once, in no order. */
    public static List<RuleFault> ofField(ClassNode type, String field) {
        List<RuleFault> faults = new ArrayList<>();
        StableFields.check(type, faults);
        faults.removeIf(fault -> !fault.method().endsWith("field " + field));
        return faults;
    }
}
