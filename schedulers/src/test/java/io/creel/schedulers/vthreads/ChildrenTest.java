package io.creel.schedulers.vthreads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Coroutine;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The schedulers of threads that are started from inside a thread of a class. */
@Timeout(120)
class ChildrenTest {
    @Test
    void shouldBelongToTheClassOfTheirParentWithAHandleOfTheirOwn() throws Exception {
        try (ThreadsOnWorkers central = new ThreadsOnWorkers("web", 2);
                ExecutorService executor = central.threads.executor()) {
            executor.submit(() -> {
                Coroutine mine = Coroutine.current();
                try (ExecutorService children = Executors.newVirtualThreadPerTaskExecutor()) {
                    for (int i = 0; i < 10; i++) {
                        assertTrue(children.submit(() -> {
                            Coroutine childs = Coroutine.current();
                            assertSame(Thread.currentThread(), childs.thread());
                            Thread.ofVirtual().start(() -> assertTrue(Coroutine.current() != childs)).join();
                            Thread.sleep(1);
                            return childs != mine && childs.argument() == central.threads;
                        }).get());
                    }
                }
                return 0;
            }).get();
            assertEquals(20, central.threads.counts().inherited());
            assertEquals(21, central.threads.counts().started());
        }
    }

    @Test
    void shouldRunOnTheJdksSchedulerWhenTheyAreMadeByItsFactory() throws Exception {
        try (ThreadsOnWorkers central = new ThreadsOnWorkers("web", 1);
                ExecutorService executor = central.threads.executor()) {
            CompletableFuture<String> child = new CompletableFuture<>();
            CompletableFuture<Coroutine> grandchild = new CompletableFuture<>();
            executor.submit(() -> VirtualThreads.jdkFactory().newThread(() -> {
                child.complete(Thread.currentThread().toString());
                Thread.startVirtualThread(() -> grandchild.complete(Coroutine.current()));
            }).start()).get();
            assertTrue(child.get().contains("@ForkJoinPool-1-worker-"), child.get());
            assertNull(grandchild.get(), "its children are the JDK's, too");
            assertEquals(0, central.threads.counts().inherited());
        }
    }
}
