package io.creel.ip;

import io.creel.core.Carrier;
import java.lang.reflect.Method;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.function.Executable;

/** Runs a test in a coroutine, which may take the locks of connections. The test must not wait. */
public final class InCoroutine implements InvocationInterceptor {
    /** Runs the action to its end in a coroutine of its own carrier. */
    public static void run(Executable action) throws Throwable {
        Throwable[] thrown = {null};
        boolean[] ended = {false};
        var carrier = new Carrier("test");
        carrier.start(nothing -> {
            try {
                action.execute();
            } catch (Throwable e) {
                thrown[0] = e;
            }
            ended[0] = true;
        }, null);
        carrier.resumeStarted();
        carrier.close();
        if (thrown[0] != null) {
            throw thrown[0];
        }
        if (!ended[0]) {
            throw new AssertionError("the test waits");
        }
    }

    @Override
    public void interceptTestMethod(Invocation<Void> invocation, ReflectiveInvocationContext<Method> method,
            ExtensionContext context) throws Throwable {
        run(invocation::proceed);
    }
}
