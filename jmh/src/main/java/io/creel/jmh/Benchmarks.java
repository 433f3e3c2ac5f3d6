package io.creel.jmh;

import io.creel.jmh.coroutine.SwitchBenchmark;
import java.util.List;
import java.util.Optional;

/** Every benchmark that {@code -Dbench=} knows. A new one is a class and an entry here. */
final class Benchmarks {
    private static final List<Question> ALL = List.of(switches());

    private Benchmarks() {
    }

    static List<Question> all() {
        return ALL;
    }

    static List<String> names() {
        return ALL.stream().map(Question::name).toList();
    }

    static Optional<Question> find(String word) {
        return ALL.stream().filter(question -> question.name().equals(word)).findFirst();
    }

    private static Question switches() {
        return new JmhQuestion("switch", "what do await, stash, batch pop and resume cost together?", """
                                                                                                      """,
                List.of(Part.of(SwitchBenchmark.class, SwitchBenchmark.BASELINE)));
    }
}
