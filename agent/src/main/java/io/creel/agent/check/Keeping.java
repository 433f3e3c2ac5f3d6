package io.creel.agent.check;

import java.util.Set;
import org.objectweb.asm.tree.MethodInsnNode;

/** Methods of the JDK that keep what they are given: copies of arrays, and collections. */
final class Keeping {
    private static final Set<String> COPIES = Set.of("copyOf", "copyOfRange");
    private static final Set<String> MAKERS = Set.of("java/util/List.of", "java/util/Set.of", "java/util/Arrays.asList",
            "java/util/Arrays.stream", "java/util/stream/Stream.of", "java/util/Collections.addAll");
    private static final Set<String> ADDERS = Set.of("add", "addFirst", "addLast", "offer", "offerFirst", "offerLast",
            "push", "put", "putIfAbsent", "set");

    private Keeping() {
    }

    static boolean is(MethodInsnNode call) {
        return isArraycopy(call) || isCopy(call) || MAKERS.contains(call.owner + "." + call.name)
                || call.owner.startsWith("java/util/") && ADDERS.contains(call.name)
                        && call.desc.contains("Ljava/lang/Object;");
    }

    static boolean isArraycopy(MethodInsnNode call) {
        return call.owner.equals("java/lang/System") && call.name.equals("arraycopy");
    }

    /** Whether a call returns a copy of its first argument, an array of objects. */
    static boolean isCopy(MethodInsnNode call) {
        return call.owner.equals("java/util/Arrays") && COPIES.contains(call.name)
                && call.desc.startsWith("([Ljava/lang/Object;");
    }
}
