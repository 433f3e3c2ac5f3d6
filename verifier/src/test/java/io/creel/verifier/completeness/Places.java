package io.creel.verifier.completeness;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;

/** The annotations of the specification in a class file, each with the ways to delete or weaken it. */
final class Places {
    static final String SPEC = "Lio/creel/core/spec/";
    /** The elements that have a default value, so that a contract can do without them. */
    private static final List<String> OPTIONAL = List.of("when", "onException", "from", "in", "releasing");

    /**
     * One annotation.
     *
     * @param member
     *            the method or field; {@code null} for the class itself
     * @param descriptor
     *            of that member
     * @param parameter
     *            the parameter; -1 for the member itself
     * @param list
     *            where it stands
     * @param node
     *            the annotation
     */
    record Place(String member, String descriptor, int parameter, List<AnnotationNode> list, AnnotationNode node) {
        String name() {
            return node.desc.substring(SPEC.length(), node.desc.length() - 1);
        }

        Object element(String name) {
            for (int i = 0; node.values != null && i < node.values.size(); i += 2) {
                if (node.values.get(i).equals(name)) {
                    return node.values.get(i + 1);
                }
            }
            return null;
        }
    }

    private Places() {
    }

    /** Reads a class file. */
    static ClassNode read(byte[] bytes) {
        ClassNode node = new ClassNode();
        new ClassReader(bytes).accept(node, 0);
        return node;
    }

    static byte[] write(ClassNode node) {
        ClassWriter writer = new ClassWriter(0);
        node.accept(writer);
        return writer.toByteArray();
    }

    /** Every annotation of the specification in a class, always in the same order. */
    static List<Place> of(ClassNode node) {
        List<Place> all = new ArrayList<>();
        add(null, null, -1, node.invisibleAnnotations, all);
        for (FieldNode field : node.fields) {
            add(field.name, field.desc, -1, field.invisibleAnnotations, all);
        }
        for (MethodNode method : node.methods) {
            if ((method.access & (Opcodes.ACC_SYNTHETIC | Opcodes.ACC_BRIDGE)) == 0) {
                add(method.name, method.desc, -1, method.invisibleAnnotations, all);
                List<AnnotationNode>[] parameters = method.invisibleParameterAnnotations;
                for (int i = 0; parameters != null && i < parameters.length; i++) {
                    int shift = Type.getArgumentCount(method.desc) - parameters.length;
                    add(method.name, method.desc, i + shift, parameters[i], all);
                }
            }
        }
        return all;
    }

    @SuppressWarnings("unchecked")
    private static void add(String member, String descriptor, int parameter, List<AnnotationNode> list,
            List<Place> to) {
        for (AnnotationNode each : list == null ? List.<AnnotationNode>of() : list) {
            if (each.desc.startsWith(SPEC) && each.desc.endsWith("$All;")) {
                List<AnnotationNode> inner = (List<AnnotationNode>) each.values.get(1);
                inner.forEach(one -> to.add(new Place(member, descriptor, parameter, inner, one)));
            } else if (each.desc.startsWith(SPEC)) {
                to.add(new Place(member, descriptor, parameter, list, each));
            }
        }
    }

    /** The elements that an annotation can lose without being deleted. */
    static List<String> weakened(Place place) {
        return OPTIONAL.stream().filter(name -> place.element(name) != null).toList();
    }

    /** Deletes an annotation, or one element of it, from a class file. */
    static byte[] without(byte[] bytes, int number, String element) {
        ClassNode node = read(bytes);
        Place place = of(node).get(number);
        if (element == null) {
            place.list().remove(place.node());
        } else {
            int at = place.node().values.indexOf(element);
            place.node().values.subList(at, at + 2).clear();
        }
        return write(node);
    }
}
