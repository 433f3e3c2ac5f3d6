package io.creel.oracle;

import io.creel.verifier.contract.MethodContract;
import io.creel.verifier.contract.ValueContract;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * An object that does whatever the contract of its interface allows, and lets the explorer choose: it returns any
 * result, takes over what it may, throws what it may, and loses its worker in the middle.
 */
final class ContractStub implements InvocationHandler {
    private final Surroundings around;
    private final Class<?> type;
    private final Map<Object, Object> tied = new IdentityHashMap<>();

    private ContractStub(Surroundings around, Class<?> type) {
        this.around = around;
        this.type = type;
    }

    static Object of(Surroundings around, Class<?> type) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type}, new ContractStub(around, type));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return switch (method.getName()) {
                case "equals" -> proxy == arguments[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> "stub of " + type.getSimpleName();
            };
        }
        if (method.isDefault()) {
            return InvocationHandler.invokeDefault(proxy, method, arguments);
        }
        String name = type.getSimpleName() + "." + method.getName();
        MethodContract contract = around.contracts.of(method);
        Object[] given = arguments == null ? new Object[0] : arguments;
        around.workers.mayStop("in " + name);
        for (int i = 0; i < given.length; i++) {
            around.requireState(given[i], contract.parameters.get(i).from, name);
        }
        Throwable thrown = exception(method, contract);
        if (thrown != null && around.workers.happens(name + " throws " + thrown.getClass().getSimpleName())) {
            throw thrown;
        }
        Object result = result(method, contract, given, name);
        for (int i = 0; i < given.length; i++) {
            ValueContract value = contract.parameters.get(i);
            for (ValueContract.Transition each : value.to) {
                if (Contracts.holds(each.when(), result)) {
                    around.led.put(given[i], each.state());
                }
            }
            if (Contracts.givesUp(value, result)) {
                around.takeOver(given[i]);
            }
        }
        return result;
    }

    /** Returns the exception that a call may throw although each contract is kept; {@code null} for none. */
    private Throwable exception(Method method, MethodContract contract) throws ReflectiveOperationException {
        for (Class<?> declared : method.getExceptionTypes()) {
            return declared == Throwable.class || declared == Exception.class
                    ? new IllegalArgumentException("chosen")
                    : (Throwable) declared.getConstructor(String.class).newInstance("chosen");
        }
        boolean anybodys = type.getName().startsWith("java.") || around.isOfProgram(type) && contract.isEmpty();
        return anybodys ? new IllegalArgumentException("chosen") : null;
    }

    private Object result(Method method, MethodContract contract, Object[] arguments, String name) throws Exception {
        Class<?> wanted = method.getReturnType();
        if (wanted == void.class) {
            return null;
        }
        if (wanted == boolean.class) {
            return !around.workers.happens(name + " returns false");
        }
        List<String> parameters = contract.names;
        if (contract.resultTiedTo != null) {
            Object owner = arguments[parameters.indexOf(contract.resultTiedTo)];
            if (!tied.containsKey(owner)) {
                tied.put(owner, around.value(wanted, name));
            }
            return tied.get(owner);
        }
        List<Object> results = new ArrayList<>(List.of(1));
        if (wanted.isPrimitive()) {
            return wanted == long.class ? (Object) 1L : (Object) 1;
        }
        boolean mayBeNull = contract.acquires != null && !Contracts.holds(contract.acquires, null);
        return mayBeNull && around.workers.happens(name + " returns null") ? null : around.value(wanted, name);
    }
}
