/** Runs a small program over every schedule up to a bound, with the run-time checks on. */
module io.creel.oracle {
    requires io.creel.agent;
    requires static org.jspecify;
    requires transitive io.creel.schedulers;
    requires transitive io.creel.sim;

    exports io.creel.oracle;
}
