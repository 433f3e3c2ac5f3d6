package io.creel.jmh;

import java.util.List;

/**
 * A benchmark, named after the question it answers. It has one word as its name and is listed in {@link Benchmarks}.
 */
interface Question {
    /** Returns the word after {@code -Dbench=}, which also names the report. */
    String name();

    /** Returns the question in one sentence. */
    String asks();

    /** Returns the note below the table: what the peers do, and the targets. */
    String note();

    /** Returns the table of the rows that were measured, with an empty line at its end. */
    default String table(List<Row> rows) {
        return Report.table(rows);
    }

    /** Measures. Reports every finished JVM to {@code progress}. */
    List<Row> answer(Settings settings, Progress progress) throws Exception;
}
