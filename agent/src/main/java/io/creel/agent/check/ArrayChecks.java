package io.creel.agent.check;

/**
 * What woven code calls about arrays that own their elements. Such an array may be copied into one that takes its
 * place; a copy that stays in another field or in a collection would refer to values that are given up. Facts about
 * arrays are in the {@link SideTable}.
 */
public final class ArrayChecks {
    private ArrayChecks() {
    }

    private static boolean isTracked(Object array) {
        return array instanceof Object[] && Kind.of(array.getClass().getComponentType()).tracked;
    }

    private static boolean hasOwnedElements(Object array) {
        if (!isTracked(array)) {
            return false;
        }
        ValueFacts facts = ValueFacts.ofAny(array);
        return facts.ownsElements || facts.isCopy;
    }

    /** After the load of an array from a field that owns nothing. */
    public static void unowning(Object array) {
        if (isTracked(array)) {
            ValueFacts.ofAny(array).isInPlainField = true;
        }
    }

    /** Before {@code System.arraycopy}. */
    public static void copying(Object from, Object to, String where) {
        if (from == to || !hasOwnedElements(from) || !isTracked(to)) {
            return;
        }
        ValueFacts facts = ValueFacts.ofAny(to);
        if (facts.isInPlainField && !facts.ownsElements) {
            throw escape("the elements of an array have an owner, and are copied into an array that owns nothing", from,
                    where);
        }
        facts.isCopy = true;
    }

    /** After a call that has copied an array. */
    public static void copied(Object made, Object from) {
        if (hasOwnedElements(from) && isTracked(made)) {
            ValueFacts.ofAny(made).isCopy = true;
        }
    }

    /** Before an array is passed to a method that makes a collection of its elements. */
    public static void passed(Object array, String where) {
        if (hasOwnedElements(array)) {
            throw escape("the elements of an array have an owner, and are passed to a collection that owns nothing",
                    array, where);
        }
    }

    /** Before the store of an array to a field that owns nothing. */
    public static void kept(Object array, String where) {
        if (isTracked(array) && ValueFacts.ofAny(array).isCopy) {
            throw escape("the elements of an array have an owner, and are kept in a field that owns nothing", array,
                    where);
        }
    }

    private static RuleViolation escape(String what, Object array, String where) {
        return Violations.of("CR008", what + ", array=" + Violations.name(array), where, null);
    }
}
