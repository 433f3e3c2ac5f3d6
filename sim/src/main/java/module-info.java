/** The simulator, the explorer and the replay of decisions: production policies in virtual time. */
module io.creel.sim {
    requires static org.jspecify;
    requires transitive io.creel.schedulers;

    exports io.creel.sim;
    exports io.creel.sim.explore;
    exports io.creel.sim.load;
    exports io.creel.sim.replay;
    exports io.creel.sim.stats;
}
