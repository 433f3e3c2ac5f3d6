/** Checks class files against the annotations of {@code io.creel.core.spec}. No other module needs it at run time. */
@SuppressWarnings("module") // the agent is compiled after this module
module io.creel.verifier {
    requires static java.compiler;
    requires org.objectweb.asm;
    requires org.objectweb.asm.tree;
    requires org.objectweb.asm.tree.analysis;

    exports io.creel.verifier;
    exports io.creel.verifier.contract to io.creel.agent;
    exports io.creel.verifier.engine to io.creel.agent;
    exports io.creel.verifier.report to io.creel.agent;

    provides javax.annotation.processing.Processor with io.creel.verifier.processor.SpecificationProcessor;
}
