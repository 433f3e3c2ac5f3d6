package io.creel.verifier.engine;

/**
 * The identity of a value within one method: an argument, the result of the call at an instruction, a new object, or a
 * final field of such a value.
 *
 * @param key
 *            unique within the method
 * @param type
 *            its static type as an internal name; {@code null} if unknown
 * @param base
 *            the value whose final field this is; {@code null} for a value of its own
 * @param field
 *            the name of that field
 * @param fieldOwner
 *            the class that the field was read through
 */
record Id(String key, String type, Id base, String field, String fieldOwner) {
    static Id of(String key, String type) {
        return new Id(key, type, null, null, null);
    }

    Id field(String name, String owner, String fieldType) {
        return new Id(key + "." + name, fieldType, this, name, owner);
    }

    boolean isArgument() {
        return key.startsWith("arg");
    }

    /** Whether this is the value or one of its fields, directly or not. */
    boolean isWithin(Id other) {
        for (Id each = this; each != null; each = each.base) {
            if (each.equals(other)) {
                return true;
            }
        }
        return false;
    }

    /** This identity after {@code from} has been renamed. */
    Id renamed(Id from, Id to) {
        if (equals(from)) {
            return to;
        }
        Id other = base == null ? null : base.renamed(from, to);
        return other == base ? this : other.field(field, fieldOwner, type);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Id id && id.key.equals(key);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }
}
