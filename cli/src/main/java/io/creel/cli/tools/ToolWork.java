package io.creel.cli.tools;

import io.creel.schedulers.WorkerGroup;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * A running tool.
 *
 * @param outboxes
 *            the boxes that its workers send from
 * @param generator
 *            the generator; {@code null} for a tool that only forwards
 * @param file
 *            the file that it writes; {@code null} for none
 * @param label
 *            the name of forwarded frames in the output
 * @param tallyLabel
 *            the name of the tally in the output
 */
record ToolWork(ToolRun run, WorkerGroup group, List<Outbox> outboxes, Generator generator, Closeable file,
        String label, String tallyLabel) {
    /** Ends the workers, counts their unsent packets, and closes the file. */
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

    /** Returns how many packets left through the outboxes. */
    long sent() {
        return outboxes.stream().mapToLong(Outbox::sent).sum();
    }
}
