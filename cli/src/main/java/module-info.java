/** The {@code creel} command and its subcommands. */
module io.creel.cli {
    requires static org.jspecify;
    requires io.creel.ip;
    requires io.creel.net;
    requires io.creel.servers;
    requires io.creel.sim;
    requires info.picocli;
    requires java.management;
    requires java.instrument;
    requires jdk.attach;

    exports io.creel.cli.top;

    opens io.creel.cli to
        info.picocli;
    opens io.creel.cli.bridge to
        info.picocli;
    opens io.creel.cli.colocation to
        info.picocli;
    opens io.creel.cli.demo to
        info.picocli;
    opens io.creel.cli.dump to
        info.picocli;
    opens io.creel.cli.groups to
        info.picocli;
    opens io.creel.cli.os to
        info.picocli;
    opens io.creel.cli.policies to
        info.picocli;
    opens io.creel.cli.sim to
        info.picocli;
    opens io.creel.cli.tools to
        info.picocli;
    opens io.creel.cli.top to
        info.picocli;
}
