package io.creel.jmh;

import java.util.List;

/** A benchmark by the question it answers. It is known by one word and listed in {@link Benchmarks}. */
interface Question {
    /** The word after {@code -Dbench=}; names the report too. */
    String name();

    /** What is asked, in one sentence. */
    String asks();

    /** What is printed below the table: what the peers do, the targets. */
    String note();

    /** Measures. Tells {@code progress} of every JVM that has finished. */
    List<Row> answer(Settings settings, Progress progress) throws Exception;
}
