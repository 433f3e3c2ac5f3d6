package io.creel.verifier.contract;

/** Names as messages show them. */
public final class Names {
    private Names() {
    }

    /** The simple name of a class, given its internal or binary name; that of a nested class without the outer one. */
    public static String simple(String type) {
        String name = type.substring(Math.max(type.lastIndexOf('/'), type.lastIndexOf('.')) + 1);
        int nested = name.lastIndexOf('$');
        return nested >= 0 && nested + 1 < name.length() && !Character.isDigit(name.charAt(nested + 1))
                ? name.substring(nested + 1)
                : name;
    }

    /** The name with dots. */
    public static String dotted(String type) {
        return type.replace('/', '.').replace('$', '.');
    }
}
