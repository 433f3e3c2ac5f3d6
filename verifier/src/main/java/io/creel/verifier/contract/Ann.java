package io.creel.verifier.contract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.FieldNode;

/**
 * One annotation of the specification, from a class file or from a specification file.
 *
 * @param name
 *            its simple name
 * @param values
 *            its elements
 */
public record Ann(String name, Map<String, Object> values) {
    private static final String PACKAGE = "Lio/creel/core/spec/";

    String text(String element) {
        Object value = values.get(element);
        return value == null ? "" : value.toString();
    }

    List<String> texts(String element) {
        Object value = values.get(element);
        if (value instanceof List<?> list) {
            return list.stream().map(Object::toString).toList();
        }
        return value == null ? List.of() : List.of(value.toString());
    }

    boolean flag(String element) {
        return Boolean.parseBoolean(text(element));
    }

    OnResult when() {
        return OnResult.of(values.get("when"));
    }

    /** Whether a field has an annotation of the specification. */
    public static boolean isOn(FieldNode field, String annotation) {
        return of(field.invisibleAnnotations, field.visibleAnnotations).stream()
                .anyMatch(ann -> ann.name.equals(annotation));
    }

    /** Returns the annotations of the specification among these, with repeated ones unpacked. */
    @SafeVarargs
    static List<Ann> of(List<AnnotationNode>... lists) {
        List<Ann> found = new ArrayList<>();
        for (List<AnnotationNode> list : lists) {
            if (list != null) {
                list.forEach(node -> add(node, found));
            }
        }
        return found;
    }

    private static void add(AnnotationNode node, List<Ann> to) {
        if (!node.desc.startsWith(PACKAGE)) {
            return;
        }
        String name = node.desc.substring(PACKAGE.length(), node.desc.length() - 1);
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; node.values != null && i < node.values.size(); i += 2) {
            Object value = node.values.get(i + 1);
            values.put(node.values.get(i).toString(), value instanceof String[] constant ? constant[1] : value);
        }
        if (name.endsWith("$All")) {
            for (Object inner : (List<?>) values.get("value")) {
                add((AnnotationNode) inner, to);
            }
        } else {
            to.add(new Ann(name, values));
        }
    }

    @Override
    public String toString() {
        return Ann.text(this);
    }

    private static String text(Ann ann) {
        if (ann.values.isEmpty()) {
            return "@" + ann.name;
        }
        StringBuilder text = new StringBuilder("@" + ann.name + "(");
        String separator = "";
        for (Map.Entry<String, Object> entry : ann.values.entrySet()) {
            text.append(separator);
            if (ann.values.size() > 1 || !entry.getKey().equals("value")) {
                text.append(entry.getKey()).append(" = ");
            }
            text.append(valueText(entry.getValue()));
            separator = ", ";
        }
        return text.append(')').toString();
    }

    private static String valueText(Object value) {
        if (value instanceof List<?> list) {
            return list.size() == 1
                    ? valueText(list.get(0))
                    : "{" + String.join(", ", list.stream().map(Ann::valueText).toList()) + "}";
        }
        return value instanceof String && !value.equals("CARRIER") && !value.equals("COROUTINE")
                ? "\"" + value + "\""
                : String.valueOf(value);
    }
}
