/** Workers and the policies that decide where and when. */
module io.creel.schedulers {
    requires transitive io.creel.queues;
    requires java.management;
    requires transitive org.agrona;

    exports io.creel.schedulers;
    exports io.creel.schedulers.vthreads;
    exports io.creel.schedulers.placement;
    exports io.creel.schedulers.scaling;
    exports io.creel.schedulers.when;
    exports io.creel.schedulers.when.fifo;
    exports io.creel.schedulers.when.twoqueue;
    exports io.creel.schedulers.where;
    exports io.creel.schedulers.where.central;
    exports io.creel.schedulers.where.hash;
    exports io.creel.schedulers.where.stealing;
}
