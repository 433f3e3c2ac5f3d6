package io.creel.examples.api;

import java.lang.classfile.AttributedElement;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodSignature;
import java.lang.classfile.Signature;
import java.lang.classfile.TypeAnnotation;
import java.lang.classfile.TypeAnnotation.TargetType;
import java.lang.classfile.attribute.SignatureAttribute;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes one field, constructor or method as its source declares it, without what no caller sees. */
final class MemberText {
    private MemberText() {
    }

    static String of(FieldModel field) {
        String access = access(field.flags().flags());
        if (field.flags().has(AccessFlag.ENUM)) {
            return AnnotationText.all(field) + field.fieldName().stringValue();
        }
        Signature type = field.findAttribute(Attributes.signature()).map(SignatureAttribute::asTypeSignature)
                .orElseGet(() -> Signature.of(field.fieldTypeSymbol()));
        String value = field.findAttribute(Attributes.constantValue())
                .map(constant -> " = " + constant.constant().constantValue()).orElse("");
        return AnnotationText.all(field) + access + (field.flags().has(AccessFlag.STATIC) ? "static " : "")
                + (field.flags().has(AccessFlag.FINAL) ? "final " : "")
                + SignatureText.type(type, typeAnnotations(field).filter(
                        each -> each.targetInfo().targetType() == TargetType.FIELD).toList())
                + " " + field.fieldName().stringValue() + value;
    }

    static String of(MethodModel method, ClassModel owner) {
        MethodSignature signature = method.findAttribute(Attributes.signature())
                .map(SignatureAttribute::asMethodSignature)
                .orElseGet(() -> MethodSignature.of(method.methodTypeSymbol()));
        boolean constructor = method.methodName().equalsString("<init>");
        String typeParameters = SignatureText.parameters(signature.typeParameters());
        List<TypeAnnotation> ofResult = typeAnnotations(method)
                .filter(each -> each.targetInfo().targetType() == TargetType.METHOD_RETURN).toList();
        String result = constructor
                ? simpleName(owner)
                : SignatureText.type(signature.result(), ofResult) + " " + method.methodName().stringValue();
        return AnnotationText.all(method) + access(method.flags().flags()) + modifiers(method, owner)
                + (typeParameters.isEmpty() ? "" : typeParameters + " ") + result
                + "(" + String.join(", ", parameters(method, signature)) + ")" + thrown(method, signature)
                + method.findAttribute(Attributes.annotationDefault())
                        .map(value -> " default " + AnnotationText.value(value.defaultValue())).orElse("");
    }

    private static String access(Set<AccessFlag> flags) {
        return flags.contains(AccessFlag.PUBLIC) ? "public " : "protected ";
    }

    private static String modifiers(MethodModel method, ClassModel owner) {
        boolean isInterface = owner.flags().has(AccessFlag.INTERFACE);
        if (method.flags().has(AccessFlag.STATIC)) {
            return "static ";
        }
        if (method.flags().has(AccessFlag.ABSTRACT)) {
            return "abstract ";
        }
        return isInterface ? "default " : method.flags().has(AccessFlag.FINAL) ? "final " : "";
    }

    private static List<String> parameters(MethodModel method, MethodSignature signature) {
        List<String> names = method.findAttribute(Attributes.methodParameters()).stream()
                .flatMap(attribute -> attribute.parameters().stream())
                .filter(each -> !each.has(AccessFlag.SYNTHETIC) && !each.has(AccessFlag.MANDATED)
                        || signature.arguments().size() == method.methodTypeSymbol().parameterCount())
                .map(each -> each.name().map(name -> " " + name.stringValue()).orElse("")).toList();
        List<String> written = new ArrayList<>();
        for (Signature argument : signature.arguments()) {
            int index = written.size();
            List<TypeAnnotation> annotations = typeAnnotations(method).filter(each -> each
                    .targetInfo() instanceof TypeAnnotation.FormalParameterTarget target
                    && target.formalParameterIndex() == index).toList();
            String type = SignatureText.type(argument, annotations);
            if (method.flags().has(AccessFlag.VARARGS) && index == signature.arguments().size() - 1) {
                type = type.substring(0, type.length() - 2) + "...";
            }
            written.add(
                    AnnotationText.ofParameter(method, index) + type + (index < names.size() ? names.get(index) : ""));
        }
        return written.stream().filter(each -> !each.contains(" this$")).toList(); // javac's own, of an inner class
    }

    private static String thrown(MethodModel method, MethodSignature signature) {
        List<String> types = signature.throwableSignatures().isEmpty()
                ? method.findAttribute(Attributes.exceptions()).stream().flatMap(each -> each.exceptions().stream())
                        .map(each -> SignatureText.name(each.asInternalName())).toList()
                : signature.throwableSignatures().stream().map(each -> SignatureText.type((Signature) each)).toList();
        return types.isEmpty() ? "" : types.stream().collect(Collectors.joining(", ", " throws ", ""));
    }

    private static Stream<TypeAnnotation> typeAnnotations(AttributedElement member) {
        return Stream.concat(
                member.findAttribute(Attributes.runtimeVisibleTypeAnnotations()).stream()
                        .flatMap(attribute -> attribute.annotations().stream()),
                member.findAttribute(Attributes.runtimeInvisibleTypeAnnotations()).stream()
                        .flatMap(attribute -> attribute.annotations().stream()));
    }

    private static String simpleName(ClassModel owner) {
        String name = SignatureText.name(owner.thisClass().asInternalName());
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
