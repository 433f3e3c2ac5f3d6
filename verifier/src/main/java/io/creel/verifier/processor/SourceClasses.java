package io.creel.verifier.processor;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AnnotationNode;

/** Class files, without code, of classes that the compiler knows. So sources are read as the verifier reads classes. */
final class SourceClasses {
    private static final Map<TypeKind, String> PRIMITIVES = Map.of(TypeKind.BOOLEAN, "Z", TypeKind.BYTE, "B",
            TypeKind.SHORT, "S", TypeKind.CHAR, "C", TypeKind.INT, "I", TypeKind.LONG, "J", TypeKind.FLOAT, "F",
            TypeKind.DOUBLE, "D", TypeKind.VOID, "V");

    private final Elements elements;
    private final Types types;
    private final Map<String, TypeElement> known = new HashMap<>();

    SourceClasses(Elements elements, Types types) {
        this.elements = elements;
        this.types = types;
    }

    /** The internal name of a class. */
    String name(TypeElement type) {
        String name = elements.getBinaryName(type).toString().replace('.', '/');
        known.put(name, type);
        return name;
    }

    /** The class file of an internal name; {@code null} if the compiler knows no such class. */
    InputStream open(String name) {
        TypeElement type = known.get(name);
        if (type == null) {
            type = elements.getTypeElement(name.replace('/', '.').replace('$', '.'));
        }
        return type == null ? null : new ByteArrayInputStream(bytes(type));
    }

    private byte[] bytes(TypeElement type) {
        ClassWriter writer = new ClassWriter(0);
        TypeMirror above = type.getSuperclass();
        boolean hasSuper = above.getKind() == TypeKind.DECLARED;
        List<String> interfaces = new ArrayList<>();
        type.getInterfaces().forEach(each -> interfaces.add(name(each)));
        String root = "java/lang/Object";
        String name = name(type);
        writer.visit(Opcodes.V21, access(type), name, null, hasSuper ? name(above) : name.equals(root) ? null : root,
                interfaces.toArray(String[]::new));
        for (AnnotationNode each : annotations(type)) {
            each.accept(writer.visitAnnotation(each.desc, false));
        }
        for (VariableElement field : ElementFilter.fieldsIn(type.getEnclosedElements())) {
            FieldVisitor visitor = writer.visitField(access(field), field.getSimpleName().toString(),
                    descriptor(field.asType()), null, null);
            for (AnnotationNode each : annotations(field)) {
                each.accept(visitor.visitAnnotation(each.desc, false));
            }
        }
        for (Element member : type.getEnclosedElements()) {
            if (member instanceof ExecutableElement method) {
                write(method, writer);
            }
        }
        writer.visitEnd();
        return writer.toByteArray();
    }

    private void write(ExecutableElement method, ClassWriter writer) {
        MethodVisitor visitor = writer.visitMethod(access(method) | Opcodes.ACC_ABSTRACT,
                method.getSimpleName().toString(), descriptor(method), null, null);
        for (VariableElement parameter : method.getParameters()) {
            visitor.visitParameter(parameter.getSimpleName().toString(), 0);
        }
        for (AnnotationNode each : annotations(method)) {
            each.accept(visitor.visitAnnotation(each.desc, false));
        }
        for (int i = 0; i < method.getParameters().size(); i++) {
            for (AnnotationNode each : annotations(method.getParameters().get(i))) {
                each.accept(visitor.visitParameterAnnotation(i, each.desc, false));
            }
        }
    }

    private static int access(Element element) {
        int access = element.getModifiers().contains(Modifier.FINAL) ? Opcodes.ACC_FINAL : 0;
        access |= element.getModifiers().contains(Modifier.STATIC) ? Opcodes.ACC_STATIC : 0;
        access |= element.getModifiers().contains(Modifier.PRIVATE) ? Opcodes.ACC_PRIVATE : 0;
        return element.getKind().isInterface() ? access | Opcodes.ACC_INTERFACE : access;
    }

    /** The descriptor of a method after erasure. */
    String descriptor(ExecutableElement method) {
        StringBuilder text = new StringBuilder("(");
        method.getParameters().forEach(each -> text.append(descriptor(each.asType())));
        return text.append(')').append(descriptor(method.getReturnType())).toString();
    }

    private String descriptor(TypeMirror type) {
        String primitive = PRIMITIVES.get(type.getKind());
        if (primitive != null) {
            return primitive;
        }
        return types.erasure(type) instanceof ArrayType array
                ? "[" + descriptor(array.getComponentType())
                : "L" + name(type) + ";";
    }

    private String name(TypeMirror type) {
        return types.erasure(type) instanceof DeclaredType declared
                ? name((TypeElement) declared.asElement())
                : "java/lang/Object"; // a class that is missing, which the compiler reports
    }

    private List<AnnotationNode> annotations(Element of) {
        return of.getAnnotationMirrors().stream().map(this::annotation).toList();
    }

    private AnnotationNode annotation(AnnotationMirror mirror) {
        AnnotationNode node = new AnnotationNode("L" + name(mirror.getAnnotationType()) + ";");
        mirror.getElementValues().forEach((element, value) -> write(element.getSimpleName().toString(), value, node));
        return node;
    }

    private void write(String name, AnnotationValue value, AnnotationVisitor to) {
        switch (value.getValue()) {
            case VariableElement constant -> to.visitEnum(name, descriptor(constant.asType()),
                    constant.getSimpleName().toString());
            case AnnotationMirror inner -> annotation(inner).accept(to.visitAnnotation(name,
                    "L" + name(inner.getAnnotationType()) + ";"));
            case List<?> list -> {
                AnnotationVisitor array = to.visitArray(name);
                list.forEach(each -> write(null, (AnnotationValue) each, array));
                array.visitEnd();
            }
            case TypeMirror type -> to.visit(name, org.objectweb.asm.Type.getType(descriptor(type)));
            default -> to.visit(name, value.getValue());
        }
    }
}
