package io.creel.examples.api;

import java.io.IOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassSignature;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Signature;
import java.lang.classfile.attribute.InnerClassInfo;
import java.lang.classfile.attribute.SignatureAttribute;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The public API of a module: what is public or protected in its exported packages, one line per declaration, read from
 * class files. Packages, types and members are sorted, so equal code gives equal lines.
 */
final class ModuleApi {
    private final Map<String, ClassModel> classes = new TreeMap<>();
    private final Set<String> exported = new TreeSet<>();

    ModuleApi(ModuleReference module) throws IOException {
        module.descriptor().exports().stream().filter(each -> !each.isQualified())
                .map(ModuleDescriptor.Exports::source).forEach(exported::add);
        try (ModuleReader reader = module.open()) {
            for (String name : reader.list().filter(each -> each.endsWith(".class")).toList()) {
                ClassModel read = ClassFile.of().parse(reader.open(name).orElseThrow().readAllBytes());
                classes.put(read.thisClass().asInternalName(), read);
            }
        }
    }

    /** Writes all lines; those of members are indented. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (String name : exported) {
            ClassModel info = classes.get(name.replace('.', '/') + "/package-info");
            lines.add("");
            lines.add((info == null ? "" : AnnotationText.all(info)) + "package " + name);
            for (ClassModel type : classes.values()) {
                if (packageOf(type).equals(name) && isVisible(type)) {
                    lines.add(shorten(header(type), name));
                    members(type).forEach(member -> lines.add("    " + shorten(member, name)));
                }
            }
        }
        return lines;
    }

    /** Leaves the package out of the names of its own types. */
    private static String shorten(String line, String name) {
        return line.replaceAll("\\b" + Pattern.quote(name) + "\\.(?=[A-Z])", "");
    }

    private static String packageOf(ClassModel type) {
        String name = type.thisClass().asInternalName();
        return name.substring(0, Math.max(0, name.lastIndexOf('/'))).replace('/', '.');
    }

    private Optional<InnerClassInfo> asMember(ClassModel type) {
        return type.findAttribute(Attributes.innerClasses()).stream().flatMap(each -> each.classes().stream())
                .filter(each -> each.innerClass().equals(type.thisClass())).findFirst();
    }

    private static boolean isVisible(Set<AccessFlag> flags) {
        return flags.contains(AccessFlag.PUBLIC) || flags.contains(AccessFlag.PROTECTED);
    }

    private boolean isVisible(ClassModel type) {
        Optional<InnerClassInfo> member = asMember(type);
        if (member.isEmpty()) {
            return type.flags().has(AccessFlag.PUBLIC);
        }
        return isVisible(member.get().flags()) && member.get().outerClass().isPresent()
                && isVisible(classes.get(member.get().outerClass().get().asInternalName()));
    }

    private String header(ClassModel type) {
        Set<AccessFlag> flags = asMember(type).map(InnerClassInfo::flags).orElse(type.flags().flags());
        Optional<ClassSignature> generic = type.findAttribute(Attributes.signature())
                .map(SignatureAttribute::asClassSignature);
        boolean isEnum = flags.contains(AccessFlag.ENUM);
        boolean isRecord = type.findAttribute(Attributes.record()).isPresent();
        boolean isInterface = flags.contains(AccessFlag.INTERFACE);
        List<String> words = new ArrayList<>();
        words.add(flags.contains(AccessFlag.PUBLIC) ? "public" : "protected");
        if (flags.contains(AccessFlag.STATIC) && !isInterface && !isEnum && !isRecord) {
            words.add("static");
        }
        if (flags.contains(AccessFlag.ABSTRACT) && !isInterface && !isEnum) {
            words.add("abstract");
        }
        if (flags.contains(AccessFlag.FINAL) && !isEnum && !isRecord) {
            words.add("final");
        }
        if (type.findAttribute(Attributes.permittedSubclasses()).isPresent() && !isEnum) {
            words.add("sealed");
        }
        words.add(flags.contains(AccessFlag.ANNOTATION)
                ? "@interface"
                : isInterface ? "interface" : isEnum ? "enum" : isRecord ? "record" : "class");
        return AnnotationText.all(type) + String.join(" ", words) + " "
                + SignatureText.name(type.thisClass().asInternalName())
                + generic.map(each -> SignatureText.parameters(each.typeParameters())).orElse("")
                + supertypes(type, generic, isInterface) + permitted(type, isEnum);
    }

    private String supertypes(ClassModel type, Optional<ClassSignature> generic, boolean isInterface) {
        String above = generic.map(each -> SignatureText.type((Signature) each.superclassSignature()))
                .orElseGet(() -> type.superclass().map(each -> SignatureText.name(each.asInternalName()))
                        .orElse("Object"));
        List<String> interfaces = generic
                .map(each -> each.superinterfaceSignatures().stream().map(one -> SignatureText.type((Signature) one))
                        .toList())
                .orElseGet(() -> type.interfaces().stream().map(each -> SignatureText.name(each.asInternalName()))
                        .toList());
        if (type.flags().has(AccessFlag.ANNOTATION)) {
            return "";
        }
        boolean implied = hiddenAbove(type) != null || above.equals("Object") || above.equals("Record")
                || above.startsWith("Enum<");
        return (implied ? "" : " extends " + above) + (interfaces.isEmpty()
                ? ""
                : (isInterface ? " extends " : " implements ") + String.join(", ", interfaces));
    }

    private static String permitted(ClassModel type, boolean isEnum) {
        return isEnum
                ? ""
                : type.findAttribute(Attributes.permittedSubclasses()).map(each -> each.permittedSubclasses().stream()
                        .map(one -> SignatureText.name(one.asInternalName())).sorted()
                        .collect(Collectors.joining(", ", " permits ", ""))).orElse("");
    }

    /** Lists enum constants in their order, which is part of the API, then fields, constructors and methods by name. */
    private List<String> members(ClassModel type) {
        List<String> constants = new ArrayList<>();
        Map<String, String> fields = new TreeMap<>();
        Map<String, String> methods = new TreeMap<>();
        for (ClassModel at = type; at != null; at = hiddenAbove(at)) {
            for (FieldModel field : at.fields()) {
                if (field.flags().has(AccessFlag.ENUM)) {
                    constants.add(MemberText.of(field));
                } else if (isVisible(field.flags().flags()) && !field.flags().has(AccessFlag.SYNTHETIC)) {
                    fields.putIfAbsent(field.fieldName().stringValue(), MemberText.of(field));
                }
            }
            for (MethodModel method : at.methods()) {
                if (isDeclared(method, type) && !(method.methodName().equalsString("<init>") && at != type)) {
                    methods.putIfAbsent(method.methodName().stringValue() + method.methodType().stringValue(),
                            MemberText.of(method, at));
                }
            }
        }
        constants.addAll(fields.values());
        constants.addAll(methods.values());
        return constants;
    }

    private static boolean isDeclared(MethodModel method, ClassModel type) {
        boolean ofEnum = type.flags().has(AccessFlag.ENUM) && method.flags().has(AccessFlag.STATIC)
                && (method.methodName().equalsString("values") || method.methodName().equalsString("valueOf"));
        return isVisible(method.flags().flags()) && !method.flags().has(AccessFlag.SYNTHETIC) && !ofEnum
                && !(method.flags().has(AccessFlag.PROTECTED) && type.flags().has(AccessFlag.FINAL));
    }

    /** Finds the superclass if users cannot name it: its members are then part of the API of the class below it. */
    private ClassModel hiddenAbove(ClassModel type) {
        ClassModel above = type.superclass().map(each -> classes.get(each.asInternalName())).orElse(null);
        return above != null && !(isVisible(above) && exported.contains(packageOf(above))) ? above : null;
    }
}
