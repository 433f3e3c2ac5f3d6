/** Coroutines, their handles, carriers and the stash contract. Needs nothing but the JDK. */
@SuppressWarnings("module") // the modules that one package is for are compiled later
module io.creel.core {
    requires static org.jspecify;
    requires java.management;
    requires jdk.management;
    requires jdk.jfr;

    exports io.creel.core;
    exports io.creel.core.diagnostics;
    exports io.creel.core.lock;
    exports io.creel.core.os to io.creel.cli, io.creel.net, io.creel.schedulers;
    exports io.creel.core.spec;
    exports io.creel.core.task;

    uses io.creel.core.diagnostics.LiveViewPart;
}
