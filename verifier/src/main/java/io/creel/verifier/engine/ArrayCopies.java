package io.creel.verifier.engine;

import io.creel.verifier.contract.Names;
import io.creel.verifier.report.Code;
import java.util.Set;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;

/**
 * What calls of the JDK that copy an array do. The elements of an array that owns them may move within it, and into a
 * larger array that takes its place. A copy in any other field or collection would refer to values that are given up.
 */
final class ArrayCopies {
    /** The key of an array that the method has made. */
    static final String MADE = "array@";
    /** The key of an array with the elements of one that owns them. */
    private static final String COPY = "copy@";
    private static final Set<String> COPIES = Set.of("java/util/Arrays.copyOf", "java/util/Arrays.copyOfRange");
    private static final Set<String> KEEPERS = Set.of("java/util/List.of", "java/util/Set.of",
            "java/util/Arrays.asList",
            "java/util/Arrays.stream", "java/util/stream/Stream.of", "java/util/Collections.addAll");
    private static final String HELP = "mark the field of the copy @Owned and give up the former array, or do not copy";

    private final Facts facts;
    private final Fields fields;

    ArrayCopies(Facts facts, Fields fields) {
        this.facts = facts;
        this.fields = fields;
    }

    private boolean hasOwnedElements(Val array) {
        return fields.isOwnedArray(array) || isCopy(array);
    }

    private static boolean isCopy(Val array) {
        return array.isRef() && array.id().key().startsWith(COPY);
    }

    /** Checks a call before its effects. */
    void check(State state, MethodInsnNode call, Val[] arguments, int at) {
        if (call.owner.equals("java/lang/System") && call.name.equals("arraycopy")) {
            copyInto(state, arguments[0], arguments[2], at);
        } else if (KEEPERS.contains(call.owner + "." + call.name)) {
            for (Val argument : arguments) {
                if (hasOwnedElements(argument)) {
                    report(argument, "are passed to " + Names.simple(call.owner) + "." + call.name
                            + ", and its result owns nothing");
                }
            }
        }
    }

    private void copyInto(State state, Val from, Val to, int at) {
        if (!hasOwnedElements(from) || hasOwnedElements(to) || !to.isRef()) {
            return;
        }
        if (to.id().key().startsWith(MADE)) {
            state.rename(to.id(), Id.of(COPY + at, to.id().type()));
        } else {
            report(from, "are copied into an array that owns nothing");
        }
    }

    /** Returns the identity of a copy that a call makes; {@code null} if it makes none of an array with an owner. */
    Id result(State state, MethodInsnNode call, Val receiver, Val[] arguments, int at) {
        Val from = COPIES.contains(call.owner + "." + call.name)
                ? arguments[0]
                : call.name.equals("clone") && receiver != null ? receiver : null;
        return from != null && hasOwnedElements(from) ? facts.fresh(state, COPY + at, from.id().type()) : null;
    }

    /** Checks the store of a value into a field that owns nothing. */
    void put(FieldInsnNode insn, Val value) {
        if (isCopy(value)) {
            report(value, "are kept in field " + Names.simple(insn.owner) + "." + insn.name + ", which owns nothing");
        }
    }

    private void report(Val array, String how) {
        facts.trace.fault(Code.CR008).about(array.id()).says("the elements of " + facts.trace.name(array.id())
                + " have an owner, and " + how).help(HELP).add();
    }
}
