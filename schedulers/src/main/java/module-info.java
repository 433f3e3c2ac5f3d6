/** Workers, and the policies that decide where and when coroutines run. */
module io.creel.schedulers {
    requires static org.jspecify;
    requires transitive io.creel.queues;
    requires java.management;
    requires jdk.jfr;

    exports io.creel.schedulers;
    exports io.creel.schedulers.vthreads;
    exports io.creel.schedulers.latency;
    exports io.creel.schedulers.metrics;
    exports io.creel.schedulers.os;
    exports io.creel.schedulers.placement;
    exports io.creel.schedulers.policy;
    exports io.creel.schedulers.program;
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

    uses io.creel.schedulers.policy.WhereProvider;
    uses io.creel.schedulers.policy.WhenProvider;
    uses io.creel.schedulers.policy.ScalingProvider;

    provides io.creel.core.diagnostics.LiveViewPart with
        io.creel.schedulers.services.SchedulersView;

    provides io.creel.schedulers.policy.WhereProvider with
        io.creel.schedulers.where.central.Central.Provider,
        io.creel.schedulers.where.darc.Darc.Provider,
        io.creel.schedulers.where.dispatcher.Dispatcher.Provider,
        io.creel.schedulers.where.fraction.Fractions.Provider,
        io.creel.schedulers.where.hash.FlowHash.Provider,
        io.creel.schedulers.where.jbsq.Jbsq.Provider,
        io.creel.schedulers.where.linux.Cpumap.Provider,
        io.creel.schedulers.where.linux.ThreadedNapi.Provider,
        io.creel.schedulers.where.locality.Locality.Provider,
        io.creel.schedulers.where.netchannel.Compact.Provider,
        io.creel.schedulers.where.netchannel.RoundRobin.Provider,
        io.creel.schedulers.where.shortest.ShortestQueue.Provider,
        io.creel.schedulers.where.shortest.TwoChoices.Provider,
        io.creel.schedulers.where.snap.Compacting.Provider,
        io.creel.schedulers.where.snap.Dedicating.Provider,
        io.creel.schedulers.where.snap.Spreading.Provider,
        io.creel.schedulers.where.stealing.Stealing.Provider,
        io.creel.schedulers.where.twolevel.TwoLevel.Provider;

    provides io.creel.schedulers.policy.WhenProvider with
        io.creel.schedulers.when.adaptivequantum.AdaptiveQuantum.Provider,
        io.creel.schedulers.when.besteffort.BestEffort.Provider,
        io.creel.schedulers.when.deficit.DeficitRoundRobin.DeficitProvider,
        io.creel.schedulers.when.deficit.DeficitRoundRobin.WeightedProvider,
        io.creel.schedulers.when.edf.EarliestDeadline.Provider,
        io.creel.schedulers.when.fifo.Fifo.Provider,
        io.creel.schedulers.when.lifoslot.LifoSlot.Provider,
        io.creel.schedulers.when.microquanta.MicroQuanta.Provider,
        io.creel.schedulers.when.priority.StrictPriority.Provider,
        io.creel.schedulers.when.shares.Shares.Provider,
        io.creel.schedulers.when.sloratio.SloRatio.Provider,
        io.creel.schedulers.when.timeslice.TimeSlice.Provider,
        io.creel.schedulers.when.twoqueue.TwoQueue.Provider;

    provides io.creel.schedulers.policy.ScalingProvider with
        io.creel.schedulers.scaling.arachne.Arachne.Provider,
        io.creel.schedulers.scaling.delayrange.DelayRange.Provider,
        io.creel.schedulers.scaling.harvest.Harvest.Provider,
        io.creel.schedulers.scaling.ix.IxElastic.Provider,
        io.creel.schedulers.scaling.standing.StandingQueue.Provider,
        io.creel.schedulers.scaling.tas.Tas.Provider,
        io.creel.schedulers.scaling.utilrange.UtilisationRange.Provider,
        io.creel.schedulers.scaling.warm.WarmCores.Provider;
}
