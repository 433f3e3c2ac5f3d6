package io.creel.core.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventPollTest {
    private static final long FOR_EVER = Long.MAX_VALUE;

    private final NativeCall calls = new NativeCall();
    private final List<Integer> opened = new ArrayList<>();
    private EventPoll poll;

    @BeforeEach
    void open() {
        assumeTrue(System.getProperty("os.name").equals("Linux"));
        assertNull(EventPoll.refusal());
        poll = new EventPoll();
        assertEquals(0, poll.open());
    }

    @AfterEach
    void close() {
        opened.forEach(each -> calls.call(NativeCall.number(3, 57), each, 0, 0, 0, 0, 0));
        if (poll != null) {
            poll.close();
        }
    }

    /** A descriptor that becomes readable by {@link #fill}. */
    private int descriptor() {
        int number = (int) calls.call(NativeCall.number(290, 19), 0, 0, 0, 0, 0, 0);
        assertTrue(number > 0);
        opened.add(number);
        return number;
    }

    private void fill(int descriptor) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment one = arena.allocate(ValueLayout.JAVA_LONG);
            one.set(ValueLayout.JAVA_LONG, 0, 1);
            assertEquals(8, calls.call(NativeCall.number(1, 64), descriptor, one.address(), 8, 0, 0, 0));
        }
    }

    @Test
    void shouldTakeASignalThatCameBefore() {
        poll.signal();
        poll.signal();
        poll.begin();
        assertEquals(EventPoll.SIGNALLED, poll.await(FOR_EVER));
        assertEquals(EventPoll.TIMED_OUT, poll.await(0));
    }

    @Test
    void shouldEndWhenSignalledByAnotherThread() throws Exception {
        var waiter = Thread.ofPlatform().start(() -> assertEquals(EventPoll.SIGNALLED, poll.await(FOR_EVER)));
        poll.signal();
        waiter.join();
    }

    @Test
    void shouldEndWhenOneOfManyDescriptorsIsReadable() {
        poll.begin();
        int last = 0;
        for (int i = 0; i < 9; i++) { // more than the first room
            last = descriptor();
            poll.add(last);
        }
        assertEquals(EventPoll.TIMED_OUT, poll.await(0));
        fill(last);
        assertEquals(EventPoll.READABLE, poll.await(FOR_EVER));
        poll.signal();
        assertEquals(EventPoll.READABLE, poll.await(FOR_EVER));
        poll.begin();
        assertEquals(EventPoll.TIMED_OUT, poll.await(0));
    }

    @Test
    void shouldReportADescriptorThatIsClosed() {
        poll.begin();
        poll.add(1_000_000);
        assertEquals(EventPoll.READABLE, poll.await(FOR_EVER)); // its poll then throws
    }

    /** Every signal writes to a descriptor; one that is late may not write to a file that has got the number since. */
    @Test
    void shouldWriteNothingAfterTheClose() throws Exception {
        for (int round = 0; round < 200; round++) {
            var closed = new EventPoll();
            assertEquals(0, closed.open());
            var go = new CountDownLatch(1);
            var signalling = Thread.ofPlatform().start(() -> {
                go.countDown();
                for (int i = 0; i < 200; i++) {
                    closed.signal();
                }
            });
            go.await();
            closed.close();
            Path file = Files.createTempFile("creel", "reused");
            try (var reused = Files.newOutputStream(file)) { // takes the lowest free number
                signalling.join();
                reused.flush();
                assertEquals(0, Files.size(file));
            } finally {
                Files.delete(file);
            }
            closed.close();
            closed.signal();
        }
    }

    @Test
    void shouldCloseItsDescriptor() throws Exception {
        long before = count();
        for (int i = 0; i < 50; i++) {
            try (var closed = new EventPoll()) {
                assertEquals(0, closed.open());
                closed.signal();
            }
        }
        assertEquals(before, count());
    }

    private static long count() throws Exception {
        try (var files = Files.list(Path.of("/proc/self/fd"))) {
            return files.filter(file -> {
                try {
                    return Files.readSymbolicLink(file).toString().contains("eventfd");
                } catch (java.io.IOException gone) {
                    return false;
                }
            }).count();
        }
    }
}
