package io.creel.verifier.engine;

import java.util.Set;
import org.objectweb.asm.tree.analysis.Value;

/**
 * The content of a local variable or of a stack slot.
 *
 * @param kind
 *            what is known
 * @param size
 *            1 or 2 slots
 * @param id
 *            the identity, for {@link Kind#REF} and {@link Kind#EPOCH}
 * @param data
 *            the number, the constants, or the table
 * @param refusal
 *            the instruction of the call that may have refused a value by this result; -1 for none
 */
record Val(Kind kind, int size, Id id, Object data, int refusal) implements Value {
    enum Kind {
        /** No value, or a dead one. */
        NONE,
        /** An unknown number, or an object about which nothing matters. */
        PLAIN,
        /** An object with an identity. */
        REF, NULL,
        /** A known int. */
        INT,
        /** This constant of an enum; or none of these constants. */
        ENUM, ENUM_NOT,
        /** A table that the compiler makes for a switch over an enum; the ordinal of an enum; the two combined. */
        SWITCH_MAP, ORDINAL, SWITCH_INDEX,
        /** The epoch of the coroutine {@code id}. */
        EPOCH,
        /** What a handler has caught; data says whether it may come from a call that can fail. */
        THROWN
    }

    /** One case of a switch over an enum. */
    record SwitchCase(Object table, Val of) {
    }

    static final Val NONE = new Val(Kind.NONE, 1, null, null, -1);
    static final Val PLAIN = new Val(Kind.PLAIN, 1, null, null, -1);
    static final Val WIDE = new Val(Kind.PLAIN, 2, null, null, -1);
    static final Val NULL = new Val(Kind.NULL, 1, null, null, -1);

    static Val plain(int size) {
        return size == 2 ? WIDE : PLAIN;
    }

    static Val ref(Id id) {
        return new Val(Kind.REF, 1, id, null, -1);
    }

    static Val number(int number) {
        return new Val(Kind.INT, 1, null, number, -1);
    }

    static Val constant(String name) {
        return new Val(Kind.ENUM, 1, null, name, -1);
    }

    static Val noneOf(Set<String> names) {
        return new Val(Kind.ENUM_NOT, 1, null, Set.copyOf(names), -1);
    }

    static Val of(Kind kind, Object data) {
        return new Val(kind, 1, null, data, -1);
    }

    static Val epoch(Id of) {
        return new Val(Kind.EPOCH, 2, of, null, -1);
    }

    Val refusing(int instruction) {
        return new Val(kind, size, id, data, instruction);
    }

    boolean isRef() {
        return kind == Kind.REF;
    }

    Val renamed(Id from, Id to) {
        if (id == null) {
            return this;
        }
        Id other = id.renamed(from, to);
        return other == id ? this : new Val(kind, size, other, data, refusal);
    }

    @Override
    public int getSize() {
        return size;
    }
}
