/** Workers and the policies that decide where and when. */
module io.creel.schedulers {
    requires transitive io.creel.queues;
    requires java.management;

    exports io.creel.schedulers;
    exports io.creel.schedulers.vthreads;
    exports io.creel.schedulers.placement;
    exports io.creel.schedulers.scaling;
    exports io.creel.schedulers.scaling.arachne;
    exports io.creel.schedulers.scaling.delayrange;
    exports io.creel.schedulers.scaling.harvest;
    exports io.creel.schedulers.scaling.ix;
    exports io.creel.schedulers.scaling.standing;
    exports io.creel.schedulers.scaling.tas;
    exports io.creel.schedulers.scaling.utilrange;
    exports io.creel.schedulers.scaling.warm;
    exports io.creel.schedulers.services;
    exports io.creel.schedulers.when;
    exports io.creel.schedulers.when.adaptivequantum;
    exports io.creel.schedulers.when.besteffort;
    exports io.creel.schedulers.when.deficit;
    exports io.creel.schedulers.when.edf;
    exports io.creel.schedulers.when.fifo;
    exports io.creel.schedulers.when.lifoslot;
    exports io.creel.schedulers.when.microquanta;
    exports io.creel.schedulers.when.priority;
    exports io.creel.schedulers.when.shares;
    exports io.creel.schedulers.when.sloratio;
    exports io.creel.schedulers.when.timeslice;
    exports io.creel.schedulers.when.twoqueue;
    exports io.creel.schedulers.where;
    exports io.creel.schedulers.where.central;
    exports io.creel.schedulers.where.darc;
    exports io.creel.schedulers.where.dispatcher;
    exports io.creel.schedulers.where.fraction;
    exports io.creel.schedulers.where.hash;
    exports io.creel.schedulers.where.jbsq;
    exports io.creel.schedulers.where.linux;
    exports io.creel.schedulers.where.locality;
    exports io.creel.schedulers.where.netchannel;
    exports io.creel.schedulers.where.shortest;
    exports io.creel.schedulers.where.snap;
    exports io.creel.schedulers.where.stealing;
    exports io.creel.schedulers.where.twolevel;
}
