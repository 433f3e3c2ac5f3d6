package io.creel.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The grammar of random programs: moves over packets, handles, batches, stashes, channels, locks and suspensions. What
 * it makes keeps the rules in most cases; {@link RandomProgram} then breaks some.
 */
final class RandomStatements {
    private static final List<String> PACKETS = List.of("p1", "p2");
    private static final List<String> HANDLES = List.of("h1", "h2");
    private static final String RETHROWS = """
                                           } catch (RuntimeException | Error thrown) {
                                               %s.release();
                                               throw thrown;
                                           }""";

    private final SplittableRandom random;
    private final boolean suspends;
    private final boolean onWorker;
    /** Whether the program may enter monitors. The steps of such a program are not stopped, so it has none. */
    private final boolean enters;
    private int loops;

    /**
     * Begins one program.
     *
     * @param suspends
     *            whether its method may suspend
     * @param onWorker
     *            whether a worker calls it, outside of coroutines
     * @param enters
     *            whether it may enter a monitor; then it calls no steps
     */
    RandomStatements(SplittableRandom random, boolean suspends, boolean onWorker, boolean enters) {
        this.enters = enters;
        this.random = random;
        this.suspends = suspends;
        this.onWorker = onWorker;
    }

    private String any(List<String> texts) {
        return texts.get(random.nextInt(texts.size()));
    }

    private boolean oneIn(int count) {
        return random.nextInt(count) == 0;
    }

    /** Makes a block whose statements own nothing at its end. */
    List<Statement> block(int depth) {
        List<Statement> block = new ArrayList<>();
        for (int left = 1 + random.nextInt(2); left > 0; left--) {
            block.addAll(idiom(depth));
        }
        return block;
    }

    private List<Statement> idiom(int depth) {
        int kinds = depth <= 0 ? 5 : 12;
        return switch (random.nextInt(kinds)) {
            case 0 -> packet(depth);
            case 1 -> handle(depth);
            case 2 -> List.of(Statement.of(leaf()));
            case 3 -> List.of(Statement.of(suspends ? suspension() : "sum += list.size();"));
            case 4 -> peek(depth);
            case 5 -> packet(depth);
            case 6 -> handle(depth);
            case 7 -> List.of(Statement.of("if (flag) {", block(depth - 1), "} else {", block(depth - 1), "}"));
            case 8 -> List.of(Statement.of("for (int r%1$d = 0; r%1$d < 2; r%1$d++) {".formatted(loops++),
                    block(depth - 1), "}"));
            case 9 -> suspends ? locked(depth) : field();
            case 10 -> field();
            default -> enters
                    ? List.of(Statement.of("synchronized (monitor) {",
                            new RandomStatements(random, false, onWorker, true).block(depth - 1), "}"))
                    : packet(depth);
        };
    }

    /** A single statement that keeps the rules in some places only. */
    String leaf() {
        return any(List.of("lent.port(1);", "sum += lent.lengthBytes();", "sum += p1 == null ? 0 : p1.lengthBytes();",
                "sum += h1 == null ? 0 : h1.key();", "sum += stash.size();", "sum++;", "p2 = p1;", "h2 = h1;",
                "table.add();", "if (flag) {\n    return;\n}"));
    }

    private String suspension() {
        return any(List.of("Coroutine.await(stash);", "Coroutine.checkpoint();", "Coroutine.sleep(1_000);",
                "Coroutine.await(self -> stash.push(self));",
                "Coroutine.await(self -> {\n    sum += self.key();\n    return list.push(self);\n});",
                "Coroutine.await(self -> {\n    boolean in = stash.push(self);\n    sum++;\n    return in;\n});"));
    }

    private List<Statement> packet(int depth) {
        String name = any(PACKETS);
        List<Statement> block = new ArrayList<>();
        boolean receives = suspends && oneIn(4);
        block.add(Statement.of(name + (receives ? " = channel.receive();" : " = pool.allocate();")));
        List<Statement> owning = new ArrayList<>(with(name, depth));
        if (receives) {
            block.addAll(owning);
        } else {
            block.add(Statement.of("if (" + name + " != null) {", owning, "}"));
        }
        return block;
    }

    /** Uses an owned packet, and gives it up. */
    List<Statement> with(String name, int depth) {
        List<Statement> block = new ArrayList<>();
        if (oneIn(2)) {
            block.add(Statement.of(any(List.of(name + ".port(1);", "sum += " + name + ".lengthBytes();"))));
        }
        if (depth > 0 && oneIn(3)) {
            List<Statement> inner = block(depth - 1);
            if (oneIn(2)) {
                block.add(Statement.of("try {", inner, "} finally {", release(name), "}"));
                return block;
            }
            block.add(Statement.of("try {", inner, RETHROWS.formatted(name)));
        }
        block.addAll(!enters && oneIn(4) ? steps(name) : release(name));
        return block;
    }

    private List<Statement> release(String name) {
        List<Statement> block = new ArrayList<>();
        block.add(Statement.of(switch (random.nextInt(7)) {
            case 0, 1 -> name + ".release();";
            case 2 -> name + ".transmit();";
            case 3 -> "if (!channel.trySend(" + name + ")) {\n    " + name + ".release();\n}";
            case 4 -> "if (!packets.add(" + name + ")) {\n    " + name + ".release();\n}";
            case 5 -> "sent = channel.trySend(" + name + ");\nif (!sent) {\n    " + name + ".release();\n}";
            default -> "if (held == null) {\n    held = " + name + ";\n} else {\n    " + name + ".release();\n}";
        }));
        return block;
    }

    /** Leads an owned packet through the steps of a data path. */
    private List<Statement> steps(String name) {
        List<Statement> parsed = new ArrayList<>();
        List<Statement> received = new ArrayList<>();
        if (suspends && oneIn(2)) {
            received.add(Statement.of("socket = steps.lookUp(" + name + ");"));
            received.add(Statement.of("socket.lock.lock();"));
            received.add(Statement.of("try {", List.of(Statement.of("steps.deliver(" + name + ", socket);")),
                    "} finally {", List.of(Statement.of("socket.lock.unlock();")), "}").copy());
        } else {
            received.add(Statement.of("steps.finish(" + name + ");"));
        }
        parsed.add(Statement.of("if (steps.ip(" + name + ")) {", received, "}"));
        return List.of(Statement.of("if (" + name + ".parse() == DropReason.NONE) {", parsed, "} else {",
                release(name), "}"));
    }

    private List<Statement> handle(int depth) {
        String name = any(HANDLES);
        List<Statement> owning = new ArrayList<>();
        if (oneIn(2)) {
            owning.add(Statement.of("sum += " + name + ".key();"));
        }
        if (depth > 0 && oneIn(4)) {
            owning.addAll(block(depth - 1));
        }
        owning.add(Statement.of(switch (random.nextInt(onWorker ? 6 : 4)) {
            case 0 -> name + ".abandon();";
            case 1 -> "if (!stash.push(" + name + ")) {\n    " + name + ".abandon();\n}";
            case 2 -> "if (!batch.add(" + name + ")) {\n    " + name + ".abandon();\n}";
            case 3 -> "if (!(stash.push(" + name + ") || list.push(" + name + "))) {\n    " + name + ".abandon();\n}";
            default -> "worker.resume(" + name + ");";
        }));
        if (oneIn(4)) {
            owning.addFirst(Statement.of(name + " = Coroutine.create(body, \"x\");"));
            return owning;
        }
        return List.of(
                Statement.of(name + any(List.of(" = stash.pop();", " = list.pop();", " = batch.take();"))),
                Statement.of("if (" + name + " != null) {", owning, "}"));
    }

    private List<Statement> peek(int depth) {
        String from = any(List.of(" = list.peek();", " = batch.isEmpty() ? null : batch.get(0);"));
        List<Statement> block = new ArrayList<>();
        if (depth > 0 && oneIn(3)) {
            block.addAll(block(depth - 1));
        }
        block.add(Statement.of("sum += next.key();"));
        if (onWorker && oneIn(3)) {
            block.add(Statement.of("worker.resume(batch);"));
        }
        return List.of(Statement.of("next" + from), Statement.of("if (next != null) {", block, "}"));
    }

    private List<Statement> locked(int depth) {
        String lock = any(List.of("table.lock", "table.other"));
        List<Statement> block = block(depth - 1);
        if (lock.equals("table.lock")) {
            block.add(random.nextInt(block.size() + 1), Statement.of("table.add();"));
        }
        return List.of(Statement.of(lock + ".lock();"),
                Statement.of("try {", block, "} finally {", new ArrayList<>(List.of(
                        Statement.of(lock + ".unlock();"))), "}"));
    }

    private List<Statement> field() {
        String name = any(PACKETS);
        return List.of(Statement.of(name + " = held;"), Statement.of("held = null;"),
                Statement.of("if (" + name + " != null) {", with(name, 0), "}"));
    }
}
