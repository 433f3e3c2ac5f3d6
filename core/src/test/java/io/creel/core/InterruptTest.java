package io.creel.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An interrupt stays with the coroutine that was running when it came, whatever runs next on the thread. */
class InterruptTest {
    private final Carrier carrier = new Carrier("carrier");
    private final TestStash stash = new TestStash("stash");
    private final List<String> events = new ArrayList<>();

    @AfterEach
    void leaveNoInterrupt() {
        Thread.interrupted();
    }

    private void see(String name) {
        events.add(name + (Thread.currentThread().isInterrupted() ? " interrupted" : " free"));
    }

    private Coroutine seeing(String name) {
        return Coroutine.create(argument -> see(name), null);
    }

    /** Interrupts its own thread and suspends. */
    private Coroutine interrupting(String name) {
        return Coroutine.create(argument -> {
            Thread.currentThread().interrupt();
            Coroutine.await(stash);
            see(name);
        }, null);
    }

    private void resumeTogether(Coroutine... handles) {
        TestStash ready = new TestStash("ready");
        for (Coroutine handle : handles) {
            ready.push(handle);
        }
        carrier.resume(ready.drain(new Batch(handles.length), handles.length));
    }

    @Test
    void shouldNotReachTheNextOfTheBatchWhenTheInterruptedOneSuspends() {
        resumeTogether(interrupting("A"), seeing("B"));
        assertFalse(Thread.currentThread().isInterrupted(), "nor the carrier's caller");
        carrier.resume(stash.pop());
        carrier.resume(seeing("C"));
        assertEquals(List.of("B free", "A interrupted", "C free"), events);
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @Test
    void shouldNotReachTheNextOfTheBatchWhenTheInterruptedOneEnds() {
        resumeTogether(Coroutine.create(argument -> Thread.currentThread().interrupt(), null), seeing("B"),
                seeing("C"));
        assertEquals(List.of("B free", "C free"), events);
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @Test
    void shouldNotReachTheTargetWhenTheInterruptedCoroutineTransfers() {
        carrier.resume(Coroutine.create(argument -> {
            Thread.currentThread().interrupt();
            Coroutine.transfer(self -> {
                stash.push(self);
                return seeing("B");
            });
            see("A");
        }, null));
        carrier.resume(stash.pop());
        assertEquals(List.of("B free", "A interrupted"), events);
    }

    @Test
    void shouldReachNoCoroutineWhenASuspensionCallbackInterrupts() {
        resumeTogether(Coroutine.create(argument -> {
            Coroutine.await((Coroutine self) -> {
                Thread.currentThread().interrupt();
                return stash.push(self);
            });
            see("A");
        }, null), seeing("B"));
        carrier.resume(stash.pop());
        assertEquals(List.of("B free", "A free"), events);
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @Test
    void shouldReachNoCoroutineWhenAFailureHandlerInterrupts() {
        Carrier handled = new Carrier("handled", (coroutine, failure) -> Thread.currentThread().interrupt());
        stash.push(Coroutine.create(argument -> {
            throw new IllegalArgumentException("planted");
        }, null));
        stash.push(seeing("B"));
        handled.resume(stash.drain(new Batch(2), 2));
        assertEquals(List.of("B free"), events);
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @Test
    void shouldStayWithTheCallerWhenItIsInterruptedBeforeItResumes() {
        Thread.currentThread().interrupt();
        resumeTogether(seeing("A"), seeing("B"));
        assertEquals(List.of("A free", "B free"), events);
        assertTrue(Thread.currentThread().isInterrupted());
    }

    @Test
    void shouldNotReachTheNextLifeOfAShellThatEndedInterrupted() {
        carrier.start(argument -> {
            Thread.currentThread().interrupt();
            Coroutine.await(stash);
            see("A");
        }, null);
        carrier.resumeStarted();
        carrier.resume(stash.pop());
        carrier.start(argument -> see("B"), null);
        carrier.resumeStarted();
        assertEquals(List.of("A interrupted", "B free"), events);
    }

    @Test
    void shouldGoWithTheCoroutineToAnotherThread() throws Exception {
        carrier.resume(interrupting("A"));
        stash.handOver();
        Thread other = Thread.ofPlatform().start(() -> {
            Carrier there = new Carrier("there");
            there.resume(stash.pop());
            there.resume(seeing("B"));
        });
        other.join();
        assertEquals(List.of("A interrupted", "B free"), events);
    }
}
