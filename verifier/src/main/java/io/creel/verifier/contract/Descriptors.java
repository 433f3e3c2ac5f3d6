package io.creel.verifier.contract;

import java.util.List;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

/** Whether all descriptors in a class file can be read, so that no code behind it has to ask again. */
final class Descriptors {
    private Descriptors() {
    }

    /** Throws an {@link IllegalArgumentException} or the like at the first one that cannot be read. */
    static void check(ClassNode node) {
        require(node.name != null && !node.name.isEmpty());
        require(node.superName != null || node.name.equals("java/lang/Object") || node.name.equals("module-info"));
        node.interfaces.forEach(each -> require(each != null));
        annotations(node.invisibleAnnotations);
        annotations(node.visibleAnnotations);
        for (FieldNode field : node.fields) {
            require(field.name != null);
            value(field.desc);
            annotations(field.invisibleAnnotations);
            annotations(field.visibleAnnotations);
        }
        for (MethodNode method : node.methods) {
            require(method.name != null);
            method(method.desc);
            annotations(method.invisibleAnnotations);
            annotations(method.visibleAnnotations);
            parameters(method.invisibleParameterAnnotations, method);
            parameters(method.visibleParameterAnnotations, method);
            for (AbstractInsnNode insn : method.instructions) {
                switch (insn) {
                    case MethodInsnNode call -> {
                        require(call.owner != null && call.name != null);
                        method(call.desc);
                    }
                    case InvokeDynamicInsnNode call -> lambda(call);
                    case FieldInsnNode field -> {
                        require(field.owner != null && field.name != null);
                        value(field.desc);
                    }
                    case TypeInsnNode typed -> require(typed.desc != null);
                    default -> {
                    }
                }
            }
        }
    }

    private static void lambda(InvokeDynamicInsnNode call) {
        require(call.name != null && call.bsm.getOwner() != null);
        method(call.desc);
        if (call.bsm.getOwner().equals("java/lang/invoke/LambdaMetafactory")) {
            Object[] arguments = call.bsmArgs;
            require(Type.getReturnType(call.desc).getSort() == Type.OBJECT && arguments.length >= 3);
            require(arguments[0] instanceof Type && arguments[1] instanceof Handle && arguments[2] instanceof Type);
            method(((Type) arguments[0]).getDescriptor());
            require(((Handle) arguments[1]).getOwner() != null && ((Handle) arguments[1]).getName() != null);
            method(((Handle) arguments[1]).getDesc());
            method(((Type) arguments[2]).getDescriptor());
        }
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException("malformed");
        }
    }

    private static void method(String descriptor) {
        for (Type type : Type.getArgumentTypes(descriptor)) {
            value(type.getDescriptor());
        }
        Type result = Type.getReturnType(descriptor);
        require(result.getSort() == Type.VOID || isValue(result));
    }

    private static void value(String descriptor) {
        require(isValue(Type.getType(descriptor)));
    }

    private static boolean isValue(Type type) {
        Type inner = type.getSort() == Type.ARRAY ? type.getElementType() : type;
        return inner.getSort() != Type.VOID && inner.getSort() != Type.METHOD && !inner.getDescriptor().isEmpty();
    }

    private static void annotations(List<AnnotationNode> of) {
        for (AnnotationNode each : of == null ? List.<AnnotationNode>of() : of) {
            require(each.desc != null);
        }
    }

    private static void parameters(List<AnnotationNode>[] lists, MethodNode method) {
        require(lists == null || lists.length <= Type.getArgumentCount(method.desc));
        for (int i = 0; lists != null && i < lists.length; i++) {
            annotations(lists[i]);
        }
    }
}
