/** Everything runnable: the {@code creel} command and its subcommands. */
module io.creel.examples {
    requires io.creel.net;
    requires io.creel.sim;
    requires info.picocli;
    requires java.management;
    requires java.instrument;
    requires jdk.attach;
    requires HdrHistogram;

    opens io.creel.examples to
        info.picocli;
    opens io.creel.examples.demo to
        info.picocli;
    opens io.creel.examples.dump to
        info.picocli;
    opens io.creel.examples.policies to
        info.picocli;
    opens io.creel.examples.sim to
        info.picocli;
    opens io.creel.examples.tools to
        info.picocli;
}
