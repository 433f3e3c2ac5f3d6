import io.creel.schedulers.WorkerGroup;
import io.creel.schedulers.placement.Placement;
import io.creel.schedulers.placement.PlacementProgram;
import io.creel.schedulers.vthreads.ThreadQueues;
import io.creel.schedulers.vthreads.VirtualThreads;
import java.util.concurrent.StructuredTaskScope;
import java.util.concurrent.StructuredTaskScope.FailedException;
import java.util.concurrent.StructuredTaskScope.Joiner;
import java.util.concurrent.StructuredTaskScope.Subtask;

/**
 * A preview API, so this is compiled by the test that runs it: forks on Creel's workers, a join, and a failure that
 * cancels.
 */
public class StructuredScope {
    static final ScopedValue<String> USER = ScopedValue.newInstance();

    public static void main(String[] arguments) throws Exception {
        int workers = Integer.parseInt(arguments[0]);
        WorkerGroup group = new WorkerGroup("web", workers);
        Placement placement = Placement.builder("web", workers, System::nanoTime).build();
        placement.onWake(worker -> group.worker(worker).wake());
        VirtualThreads threads = new VirtualThreads("web", ThreadQueues.in(placement::place, group), System::nanoTime);
        group.startEach(index -> new PlacementProgram(placement, index, 8, System::nanoTime));
        try (group) {
            System.out.println(threads.executor().submit(() -> ScopedValue.where(USER, "ada").call(() -> sum(threads))).get());
            System.out.println(threads.executor().submit(() -> fail(threads)).get());
        }
    }

    /** Forks inherit the scoped value and run on the workers. */
    static String sum(VirtualThreads threads) throws InterruptedException {
        try (var scope = StructuredTaskScope.open(Joiner.<String>allSuccessfulOrThrow(),
                settings -> settings.withThreadFactory(threads.factory()))) {
            for (int i = 0; i < 3; i++) {
                int mine = i;
                scope.fork(() -> {
                    Thread.sleep(5);
                    return USER.get() + mine + (Thread.currentThread().toString().contains("@web-") ? "" : " elsewhere");
                });
            }
            return scope.join().map(Subtask::get).toList().toString();
        }
    }

    /** A fork that fails interrupts those that sleep. */
    static String fail(VirtualThreads threads) throws InterruptedException {
        try (var scope = StructuredTaskScope.open(Joiner.<String>allSuccessfulOrThrow(),
                settings -> settings.withThreadFactory(threads.factory()))) {
            scope.fork(() -> {
                Thread.sleep(600_000);
                return "never";
            });
            scope.fork(() -> {
                throw new IllegalStateException("thrown for this test");
            });
            return String.valueOf(scope.join());
        } catch (FailedException failed) {
            return failed.getCause().getMessage();
        }
    }
}
