package io.creel.examples.api;

import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.Attributes;
import java.lang.classfile.AttributedElement;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes annotations as their source does, in the order of their names. */
final class AnnotationText {
    private AnnotationText() {
    }

    /** Writes the annotations of a class, a field or a method, each followed by a space. */
    static String all(AttributedElement element) {
        return join(Stream.concat(
                element.findAttribute(Attributes.runtimeVisibleAnnotations()).stream()
                        .flatMap(attribute -> attribute.annotations().stream()),
                element.findAttribute(Attributes.runtimeInvisibleAnnotations()).stream()
                        .flatMap(attribute -> attribute.annotations().stream())));
    }

    /** Writes the annotations of a parameter, each followed by a space. */
    static String ofParameter(AttributedElement method, int index) {
        return join(Stream.concat(
                method.findAttribute(Attributes.runtimeVisibleParameterAnnotations()).stream()
                        .flatMap(attribute -> at(attribute.parameterAnnotations(), index)),
                method.findAttribute(Attributes.runtimeInvisibleParameterAnnotations()).stream()
                        .flatMap(attribute -> at(attribute.parameterAnnotations(), index))));
    }

    private static Stream<Annotation> at(List<List<Annotation>> parameters, int index) {
        return index < parameters.size() ? parameters.get(index).stream() : Stream.of();
    }

    private static String join(Stream<Annotation> annotations) {
        return annotations.map(each -> of(each) + " ").sorted().collect(Collectors.joining());
    }

    static String of(Annotation annotation) {
        return "@" + simple(annotation.className().stringValue()) + annotation.elements().stream()
                .map(element -> element.name().stringValue() + "=" + value(element.value()))
                .reduce((left, right) -> left + ", " + right).map(elements -> "(" + elements + ")").orElse("");
    }

    private static String simple(String descriptor) {
        String name = SignatureText.name(descriptor.substring(1, descriptor.length() - 1));
        return name.substring(name.lastIndexOf('.') + 1);
    }

    static String value(AnnotationValue value) {
        return switch (value) {
            case AnnotationValue.OfString text -> '"' + text.stringValue() + '"';
            case AnnotationValue.OfConstant constant -> String.valueOf(constant.resolvedValue());
            case AnnotationValue.OfEnum constant -> constant.constantName().stringValue();
            case AnnotationValue.OfClass type -> simple(type.className().stringValue()) + ".class";
            case AnnotationValue.OfAnnotation nested -> of(nested.annotation());
            case AnnotationValue.OfArray array -> array.values().stream().map(AnnotationText::value)
                    .collect(Collectors.joining(", ", "{", "}"));
        };
    }
}
