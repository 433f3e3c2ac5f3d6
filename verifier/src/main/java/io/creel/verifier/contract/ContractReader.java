package io.creel.verifier.contract;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;

/** Makes the contract of one method from its class file and from an external specification. */
final class ContractReader {
    private ContractReader() {
    }

    static MethodContract read(ClassNode node, MethodNode method, SpecFile.Member member) {
        boolean isStatic = (method.access & Opcodes.ACC_STATIC) != 0;
        MethodContract made = new MethodContract(node.name, method.name, method.desc, isStatic);
        int count = Type.getArgumentCount(method.desc);
        made.names.addAll(member == null ? names(method, count) : member.names());
        made.read(member == null
                ? Ann.of(method.invisibleAnnotations, method.visibleAnnotations)
                : member.annotations());
        for (int i = 0; i < count; i++) {
            ValueContract parameter = new ValueContract();
            parameter.read(member == null
                    ? Ann.of(at(method.invisibleParameterAnnotations, i, count),
                            at(method.visibleParameterAnnotations, i, count))
                    : member.parameters().get(i));
            made.parameters.add(parameter);
        }
        ClassContract type = new ClassContract();
        type.read(Ann.of(node.invisibleAnnotations, node.visibleAnnotations));
        if (made.place == null && type.place != null && !isStatic) {
            made.place = type.place;
        }
        return made;
    }

    /** Annotations of a parameter; a class file may leave out the ones that the compiler has added in front. */
    private static List<AnnotationNode> at(List<AnnotationNode>[] lists, int index, int count) {
        int shifted = lists == null ? -1 : index - (count - lists.length);
        return shifted < 0 ? null : lists[shifted];
    }

    private static List<String> names(MethodNode method, int count) {
        List<String> names = new ArrayList<>();
        if (method.parameters != null && method.parameters.size() == count) {
            method.parameters.forEach(parameter -> names.add(parameter.name));
        } else if (method.localVariables != null) {
            int local = (method.access & Opcodes.ACC_STATIC) != 0 ? 0 : 1;
            for (Type type : Type.getArgumentTypes(method.desc)) {
                for (LocalVariableNode variable : method.localVariables) {
                    if (variable.index == local) {
                        names.add(variable.name);
                        break;
                    }
                }
                local += type.getSize();
            }
        }
        return names.size() == count ? names : List.of();
    }

    static List<String> simpleTypes(String descriptor) {
        List<String> names = new ArrayList<>();
        for (Type type : Type.getArgumentTypes(descriptor)) {
            names.add(Names.simple(type.getClassName()));
        }
        return names;
    }
}
