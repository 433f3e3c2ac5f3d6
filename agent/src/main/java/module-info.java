/** Opens what Creel needs, verifies classes when they are loaded, and weaves run-time checks into them. */
module io.creel.agent {
    requires io.creel.core;
    requires io.creel.verifier;
    requires java.instrument;
    requires org.objectweb.asm;
    requires org.objectweb.asm.tree;
    requires org.objectweb.asm.tree.analysis;

    exports io.creel.agent;
    exports io.creel.agent.check;
    exports io.creel.agent.poll;
}
