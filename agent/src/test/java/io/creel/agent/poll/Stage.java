package io.creel.agent.poll;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.creel.core.Body;
import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.Slicing;
import io.creel.queues.ListStash;
import java.lang.reflect.Field;
import java.util.List;

/** Loads woven scenes, and removes guards for canaries. */
final class Stage {
    // As in io.creel.core.PollAnswer.
    static final int COUNTED = 1;
    static final int FRAMES = 2;
    static final int MONITORS = 4;

    final PollingLoader loader;

    Stage(PollPackages packages) {
        loader = new PollingLoader(Stage.class.getClassLoader(), packages);
    }

    static Stage ofPolled() {
        return new Stage(PollPackages.of(List.of("io.creel.polled")));
    }

    static void remove(int guards) throws ReflectiveOperationException {
        Field removed = Class.forName("io.creel.core.PollAnswer").getDeclaredField("removed");
        removed.setAccessible(true);
        removed.setInt(null, guards);
    }

    Scene scene(String name, Object... arguments) throws ReflectiveOperationException {
        return (Scene) make(name, arguments);
    }

    @SuppressWarnings("unchecked")
    Body<Watch> body(Scene scene, int rounds) throws ReflectiveOperationException {
        return (Body<Watch>) make("Act", scene, rounds);
    }

    private Object make(String name, Object... arguments) throws ReflectiveOperationException {
        Class<?> type = Class.forName("io.creel.polled." + name, true, loader);
        assertEquals(loader, type.getClassLoader());
        return type.getConstructors()[0].newInstance(arguments);
    }

    /** Preempts at every poll that may suspend: whenever a poll answers, the run is asked again. */
    static Slicing always(ListStash ready, Carrier carrier) {
        return new Slicing() {
            @Override
            public boolean expired(Coroutine running) {
                return false;
            }

            @Override
            public boolean waits(Coroutine running) {
                carrier.preempt(carrier.counters().resumed());
                return true;
            }

            @Override
            public Coroutine suspended(Coroutine preempted) {
                return ready.suspended(preempted);
            }
        };
    }
}
