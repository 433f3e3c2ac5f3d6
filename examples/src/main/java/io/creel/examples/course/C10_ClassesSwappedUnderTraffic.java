package io.creel.examples.course;

import io.creel.core.Coroutine;
import io.creel.schedulers.Worker;
import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.services.ServiceClass;
import io.creel.schedulers.services.Services;
import io.creel.schedulers.services.ServicesProgram;
import io.creel.schedulers.where.Where;
import java.util.SplittableRandom;

/**
 * Two classes of service share a worker. The queries are served in order of arrival, until their class gets another
 * policy under traffic: the earliest deadline first. What waited before is served first; nothing is lost or served
 * twice.
 *
 * <p>
 * Source: the talk's "swap the policy at run time"; policies are words, the same as those of {@code creel sim}.
 */
public final class C10_ClassesSwappedUnderTraffic {
    private final StringBuilder served = new StringBuilder();
    private long nowNs;

    private record Query(String name, long deadlineNs) {
    }

    private void serve(Query query) {
        served.append(query.name()).append(' ');
        nowNs += 10_000;
    }

    private void arrive(ServiceClass to, String name, long deadlineUs) {
        Coroutine handle = Coroutine.create(this::serve, new Query(name, deadlineUs * 1_000));
        if (!to.place(handle, Where.NONE)) {
            handle.abandon();
        }
    }

    private void run() {
        PolicyContext context = PolicyContext.of(new SplittableRandom(1), () -> nowNs)
                .withDeadline(handle -> ((Query) handle.argument()).deadlineNs());
        Services services = Services.builder("server", 1, context)
                .add("class queries: when fifo, share 300\nclass backup: when fifo, share 100").build();
        ServiceClass queries = services.get("queries");
        var worker = new Worker("worker", new ServicesProgram(services, 0, 1, () -> nowNs), () -> nowNs);
        for (int i = 1; i <= 5; i++) {
            arrive(queries, "q" + i, 1_000 - 100 * i); // the later, the more urgent
            arrive(services.get("backup"), "b", 0);
        }
        for (int i = 0; i < 4; i++) {
            worker.doWork();
        }
        System.out.println("fifo: " + served + " waiting: " + queries.waiting());
        System.out.println("swap: " + queries.swap(queries.spec().when("edf")));
        served.setLength(0);
        for (int i = 6; i <= 9; i++) {
            arrive(queries, "q" + i, 1_000 - 100 * i);
        }
        while (worker.doWork() > 0) {
            continue;
        }
        System.out.println("edf:  " + served + " waiting: " + queries.waiting());
        System.out.println("completed: " + worker.counts().completed());
        worker.carrier().close();
    }

    /** Serves nine queries and five pieces of a backup. */
    public static void main(String[] args) {
        new C10_ClassesSwappedUnderTraffic().run();
    }
}
/*
Output:
fifo: q1 b q2 q3  waiting: 2
swap: true
edf:  q4 b q5 q9 q8 b q7 q6 b b  waiting: 0
completed: 14
*/
