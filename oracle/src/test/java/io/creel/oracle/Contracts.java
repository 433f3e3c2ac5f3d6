package io.creel.oracle;

import io.creel.verifier.contract.MethodContract;
import io.creel.verifier.contract.OnResult;
import io.creel.verifier.contract.ValueContract;
import io.creel.verifier.contract.World;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import org.objectweb.asm.Type;

/** The contracts of the classes that a class loader finds, as the verifier reads them. */
final class Contracts {
    private final World world;

    Contracts(ClassLoader loader) {
        world = new World(type -> loader.getResourceAsStream(type + ".class"));
    }

    MethodContract of(Executable member) {
        return member instanceof Method method
                ? world.contract(Type.getInternalName(method.getDeclaringClass()), method.getName(),
                        Type.getMethodDescriptor(method))
                : world.contract(Type.getInternalName(member.getDeclaringClass()), "<init>",
                        Type.getConstructorDescriptor((Constructor<?>) member));
    }

    /** Returns what callers see of a method: the contract of what it overrides, if it overrides anything. */
    MethodContract seen(Executable member) {
        if (member instanceof Method method) {
            var overridden = world.overridden(Type.getInternalName(method.getDeclaringClass()), method.getName(),
                    Type.getMethodDescriptor(method));
            if (!overridden.isEmpty()) {
                return overridden.get(0);
            }
        }
        return of(member);
    }

    boolean fieldHas(Class<?> type, String field, String annotation) {
        return world.fieldHas(Type.getInternalName(type), field, annotation);
    }

    static boolean holds(OnResult when, Object result) {
        return switch (when.kind()) {
            case ALWAYS -> true;
            case NEVER -> false;
            case TRUE -> Boolean.TRUE.equals(result);
            case FALSE -> Boolean.FALSE.equals(result);
            case NULL -> result == null;
            case NON_NULL -> result != null;
            case CONSTANT -> result instanceof Enum<?> constant && constant.name().equals(when.constant());
        };
    }

    /** Returns whether a value is given up by a call with this result. */
    static boolean givesUp(ValueContract value, Object result) {
        return value.givesUp.stream().anyMatch(each -> holds(each.when(), result));
    }
}
