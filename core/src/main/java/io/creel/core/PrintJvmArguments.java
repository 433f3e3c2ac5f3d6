package io.creel.core;

/** {@code java -jar creel-core.jar --jvm-args} prints the argument file. */
final class PrintJvmArguments {
    private PrintJvmArguments() {
    }

    public static void main(String[] args) {
        if (args.length == 1 && args[0].equals("--jvm-args")) {
            JvmArguments.lines().forEach(System.out::println);
            return;
        }
        System.err.println(
                "usage: java -jar creel-core.jar --jvm-args    prints the JVM arguments that Creel needs, one a line,"
                        + " for use as: java @creel.args ...");
        System.exit(2);
    }
}
