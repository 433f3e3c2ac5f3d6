package io.creel.cli.tools;

import io.creel.schedulers.WorkerGroup;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * A tool at work.
 *
 * @param outboxes
 *            what its workers send from
 * @param generator
 *            null for a tool that sends nothing of its own
 * @param file
 *            what it writes; null for nothing
 * @param deed
 *            what it does with a frame, for people
 * @param misdeed
 *            what became of the frames of the tally, for people
 */
record ToolWork(ToolRun run, WorkerGroup group, List<Outbox> outboxes, Generator generator, Closeable file,
        String deed, String misdeed) {
    /** Ends the workers, then accounts for what they had not sent, then ends the file. */
    void close(Tally tally) {
        group.close();
        for (Outbox outbox : outboxes) {
            tally.count("UNSENT", outbox.discard());
        }
        if (file != null) {
            try {
                file.close();
            } catch (IOException incomplete) {
                run.fail(incomplete);
            }
        }
    }

    /** What left through the outboxes. */
    long sent() {
        return outboxes.stream().mapToLong(Outbox::sent).sum();
    }
}
