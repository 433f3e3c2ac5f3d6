package io.creel.verifier.processor;

import io.creel.verifier.contract.MethodContract;
import io.creel.verifier.contract.World;
import io.creel.verifier.engine.WellFormedness;
import io.creel.verifier.report.RuleFault;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.tools.Diagnostic;

/**
 * Reports annotations of the specification that make no sense, while the sources are compiled. It finds states that a
 * class does not declare, parameters that do not exist, paths with fields that are not final, and contradictions.
 *
 * <p>
 * The codes and the messages are those of the verifier, which checks the bodies, too.
 */
@SupportedAnnotationTypes("io.creel.core.spec.*")
public final class SpecificationProcessor extends AbstractProcessor {
    /** For the compiler. */
    public SpecificationProcessor() {
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latest();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        Set<TypeElement> types = new LinkedHashSet<>();
        for (TypeElement annotation : annotations) {
            for (Element element : round.getElementsAnnotatedWith(annotation)) {
                types.add(typeOf(element));
            }
        }
        SourceClasses classes = new SourceClasses(processingEnv.getElementUtils(), processingEnv.getTypeUtils());
        World world = new World(classes::open);
        for (TypeElement type : types) {
            check(world, classes, type);
        }
        return false; // others may look at them, too
    }

    private static TypeElement typeOf(Element element) {
        Element each = element;
        while (!(each instanceof TypeElement)) {
            each = each.getEnclosingElement();
        }
        return (TypeElement) each;
    }

    private void check(World world, SourceClasses classes, TypeElement type) {
        String name = classes.name(type);
        List<ExecutableElement> methods = new java.util.ArrayList<>(
                ElementFilter.methodsIn(type.getEnclosedElements()));
        methods.addAll(ElementFilter.constructorsIn(type.getEnclosedElements()));
        for (ExecutableElement method : methods) {
            MethodContract contract = world.own(name, method.getSimpleName().toString(), classes.descriptor(method));
            if (contract != null && !contract.isEmpty()) {
                for (RuleFault fault : WellFormedness.of(world, contract)) {
                    processingEnv.getMessager().printMessage(Diagnostic.Kind.ERROR, "error[" + fault.code() + "]: "
                            + fault.headline() + "; " + fault.help(), method);
                }
            }
        }
    }
}
