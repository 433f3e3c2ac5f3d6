package io.creel.agent.check;

import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;

/** Loads the lock that a path of a contract names, such as {@code socket.lock}, whatever the access of its fields. */
public final class Paths {
    private Paths() {
    }

    /**
     * Links a load. The JVM calls it once per place.
     *
     * @param lookup
     *            of the woven class
     * @param name
     *            unused
     * @param type
     *            from the declared type of the root to {@code Object}
     * @param path
     *            the names of the fields, with dots between; empty for the root itself
     * @return a load that gives {@code null} if one of the fields is {@code null}
     * @throws ReflectiveOperationException
     *             if a field cannot be read
     */
    public static CallSite lock(MethodHandles.Lookup lookup, String name, MethodType type, String path)
            throws ReflectiveOperationException {
        MethodHandle chain = MethodHandles.identity(type.parameterType(0));
        Class<?> at = type.parameterType(0);
        for (String part : path.isEmpty() ? new String[0] : path.split("\\.")) {
            Field field = find(at, part);
            field.setAccessible(true);
            MethodHandle get = MethodHandles.lookup().unreflectGetter(field);
            MethodHandle absent = MethodHandles.dropArguments(MethodHandles.constant(field.getType(), null), 0,
                    field.getDeclaringClass());
            MethodHandle isNull = MethodHandles.lookup().findStatic(Paths.class, "isNull",
                    MethodType.methodType(boolean.class, Object.class));
            MethodHandle step = MethodHandles.guardWithTest(
                    isNull.asType(MethodType.methodType(boolean.class, field.getDeclaringClass())), absent, get);
            chain = MethodHandles.filterReturnValue(chain,
                    step.asType(MethodType.methodType(field.getType(), chain.type().returnType())));
            at = field.getType();
        }
        return new ConstantCallSite(chain.asType(type));
    }

    private static boolean isNull(Object value) {
        return value == null;
    }

    private static Field find(Class<?> type, String name) throws NoSuchFieldException {
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            for (Field field : each.getDeclaredFields()) {
                if (field.getName().equals(name)) {
                    return field;
                }
            }
        }
        throw new NoSuchFieldException(type.getName() + "." + name);
    }
}
