/** Checks class files against the annotations of {@code io.creel.core.spec}. No other module needs it at run time. */
module io.creel.verifier {
    requires org.objectweb.asm;
    requires org.objectweb.asm.tree;
    requires org.objectweb.asm.tree.analysis;

    exports io.creel.verifier;
}
