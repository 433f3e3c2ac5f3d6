package io.creel.examples.api;

import java.lang.classfile.Signature;
import java.lang.classfile.TypeAnnotation;
import java.lang.classfile.TypeAnnotation.TypePathComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes types as their source does, with the annotations that stand inside of them. Types of {@code java.lang} lose
 * their package.
 */
final class SignatureText {
    private SignatureText() {
    }

    /** Writes a type with those annotations, of the ones given, whose paths begin at it. */
    static String type(Signature signature, List<TypeAnnotation> annotations) {
        return type(signature, annotations, List.of());
    }

    static String type(Signature signature) {
        return type(signature, List.of());
    }

    private static String type(Signature signature, List<TypeAnnotation> annotations, List<TypePathComponent> path) {
        String here = annotations.stream().filter(each -> each.targetPath().equals(path))
                .map(each -> AnnotationText.of(each.annotation()) + " ").sorted().collect(Collectors.joining());
        return switch (signature) {
            case Signature.BaseTypeSig base -> here + primitive(base.baseType());
            case Signature.TypeVarSig variable -> here + variable.identifier();
            case Signature.ArrayTypeSig array -> type(array.componentSignature(), annotations,
                    then(path, TypePathComponent.ARRAY)) + (here.isEmpty() ? "" : " " + here) + "[]";
            case Signature.ClassTypeSig named -> here + named(named, annotations, path);
        };
    }

    private static String named(Signature.ClassTypeSig type, List<TypeAnnotation> annotations,
            List<TypePathComponent> path) {
        String name = type.outerType().map(outer -> named(outer, annotations, path) + ".").orElse("")
                + name(type.className());
        List<String> arguments = new ArrayList<>();
        for (Signature.TypeArg argument : type.typeArgs()) {
            List<TypePathComponent> at = then(path,
                    TypePathComponent.of(TypePathComponent.Kind.TYPE_ARGUMENT, arguments.size()));
            arguments.add(switch (argument) {
                case Signature.TypeArg.Unbounded _ -> "?";
                case Signature.TypeArg.Bounded bounded -> bounded(bounded, annotations, at);
            });
        }
        return arguments.isEmpty() ? name : name + "<" + String.join(", ", arguments) + ">";
    }

    private static String bounded(Signature.TypeArg.Bounded argument, List<TypeAnnotation> annotations,
            List<TypePathComponent> at) {
        return switch (argument.wildcardIndicator()) {
            case NONE -> type(argument.boundType(), annotations, at);
            case EXTENDS ->
                "? extends " + type(argument.boundType(), annotations, then(at, TypePathComponent.WILDCARD));
            case SUPER -> "? super " + type(argument.boundType(), annotations, then(at, TypePathComponent.WILDCARD));
        };
    }

    private static List<TypePathComponent> then(List<TypePathComponent> path, TypePathComponent next) {
        List<TypePathComponent> longer = new ArrayList<>(path);
        longer.add(next);
        return List.copyOf(longer);
    }

    /** Writes {@code <T extends Node, V>} and a space; nothing if there are none. */
    static String parameters(List<Signature.TypeParam> parameters) {
        return parameters.isEmpty()
                ? ""
                : parameters.stream().map(SignatureText::parameter)
                        .collect(Collectors.joining(", ", "<", ">"));
    }

    private static String parameter(Signature.TypeParam parameter) {
        List<String> bounds = new ArrayList<>();
        parameter.classBound().map(SignatureText::type).filter(bound -> !bound.equals("Object")).ifPresent(bounds::add);
        parameter.interfaceBounds().stream().map(SignatureText::type).forEach(bounds::add);
        return parameter.identifier() + (bounds.isEmpty() ? "" : " extends " + String.join(" & ", bounds));
    }

    /** Writes the name of a class as its source does. */
    static String name(String internalName) {
        String name = internalName.replace('/', '.').replace('$', '.');
        return name.matches("java\\.lang\\.[A-Z].*") ? name.substring("java.lang.".length()) : name;
    }

    private static String primitive(char letter) {
        return switch (letter) {
            case 'B' -> "byte";
            case 'C' -> "char";
            case 'D' -> "double";
            case 'F' -> "float";
            case 'I' -> "int";
            case 'J' -> "long";
            case 'S' -> "short";
            case 'Z' -> "boolean";
            case 'V' -> "void";
            default -> throw new IllegalArgumentException("not a primitive type: letter=" + letter);
        };
    }
}
