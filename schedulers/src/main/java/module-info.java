/** Workers and the policies that decide where and when. */
module io.creel.schedulers {
    requires transitive io.creel.queues;
    requires transitive org.agrona;

    exports io.creel.schedulers;
    exports io.creel.schedulers.vthreads;
    exports io.creel.schedulers.when;
    exports io.creel.schedulers.when.fifo;
    exports io.creel.schedulers.when.twoqueue;
}
