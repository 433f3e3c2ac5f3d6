package io.creel.core;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** Suspends below a native method, and below C code that calls back; prints the refusals. */
final class PinnedProgram {
    private static final TestStash STASH = new TestStash("stash");

    private PinnedProgram() {
    }

    public static void main(String[] args) {
        Carrier carrier = new Carrier("carrier", (coroutine, failure) -> failure.printStackTrace());
        carrier.resume(Coroutine.create(argument -> PinnedProgram.class.getDeclaredMethod("suspend").invoke(null),
                null));
        carrier.resume(Coroutine.create(argument -> sort(), null));
    }

    static void suspend() {
        try {
            Coroutine.await(STASH);
        } catch (IllegalStateException refused) {
            System.out.println(refused.getMessage().replaceAll("@[0-9a-f]+", "@x"));
        }
    }

    @SuppressWarnings("restricted") // native access is among the JVM arguments
    private static void sort() throws Throwable {
        Linker linker = Linker.nativeLinker();
        FunctionDescriptor comparison = FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS,
                ValueLayout.ADDRESS);
        MethodHandle compare = MethodHandles.lookup().findStatic(PinnedProgram.class, "compare",
                MethodType.methodType(int.class, MemorySegment.class, MemorySegment.class));
        MethodHandle qsort = linker.downcallHandle(linker.defaultLookup().findOrThrow("qsort"),
                FunctionDescriptor.ofVoid(ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG,
                        ValueLayout.ADDRESS));
        try (Arena arena = Arena.ofConfined()) {
            qsort.invokeExact(arena.allocate(2), 2L, 1L, linker.upcallStub(compare, comparison, arena));
        }
    }

    static int compare(MemorySegment one, MemorySegment other) {
        suspend();
        return 0;
    }
}
