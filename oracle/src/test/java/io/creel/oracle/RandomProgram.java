package io.creel.oracle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A program of one method, made from a seed: statements that keep the rules, of which none to three were deleted,
 * repeated, exchanged, moved, unwrapped or given another variable.
 */
final class RandomProgram {
    /** The package of the verifier's corpus, whose small data path the programs use. */
    static final String PACKAGE = "io.creel.verifier.corpus";
    private static final int DEPTH = 2;
    private static final Map<String, String> PARAMETERS = new LinkedHashMap<>();

    static {
        PARAMETERS.put("lent", "Packet lent");
        PARAMETERS.put("pool", "PacketPool pool");
        PARAMETERS.put("stash", "Stash stash");
        PARAMETERS.put("list", "ListStash list");
        PARAMETERS.put("batch", "Batch batch");
        PARAMETERS.put("packets", "PacketBatch packets");
        PARAMETERS.put("channel", "Channel<Packet> channel");
        PARAMETERS.put("table", "Table table");
        PARAMETERS.put("steps", "Steps steps");
        PARAMETERS.put("worker", "Worker worker");
        PARAMETERS.put("body", "Body<String> body");
        PARAMETERS.put("monitor", "Object monitor");
        PARAMETERS.put("flag", "boolean flag");
    }

    final String name;
    final long seed;
    private final boolean suspends;
    private final boolean onWorker;
    /** The annotations of the parameter that is a packet of the caller; {@code null} without it. */
    private final String given;
    private final List<Statement> body;

    private RandomProgram(String name, long seed, boolean suspends, boolean onWorker, String given,
            List<Statement> body) {
        this.name = name;
        this.seed = seed;
        this.suspends = suspends;
        this.onWorker = onWorker;
        this.given = given;
        this.body = body;
    }

    static RandomProgram of(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        boolean onWorker = random.nextInt(3) == 0;
        boolean suspends = !onWorker && random.nextInt(3) != 0;
        RandomStatements grammar = new RandomStatements(random, suspends, onWorker, random.nextInt(4) == 0);
        String given = random.nextInt(2) == 0
                ? null
                : List.of("@Transfers ", "@Transfers @GivenBack ").get(random.nextInt(2));
        List<Statement> body = new ArrayList<>(given == null ? grammar.block(DEPTH) : grammar.with("given", DEPTH));
        RandomProgram made = new RandomProgram("Random" + seed, seed, suspends, onWorker, given, body);
        int changes = new int[]{0, 0, 1, 1, 2, 3}[random.nextInt(6)];
        for (int i = 0; i < changes; i++) {
            made.change(random, grammar);
        }
        return made;
    }

    private void change(SplittableRandom random, RandomStatements grammar) {
        List<List<Statement>> blocks = new ArrayList<>();
        Statement.collect(body, blocks);
        blocks.removeIf(List::isEmpty);
        if (blocks.isEmpty()) {
            return;
        }
        List<Statement> block = blocks.get(random.nextInt(blocks.size()));
        int at = random.nextInt(block.size());
        Statement chosen = block.get(at);
        switch (random.nextInt(8)) {
            case 0, 1 -> block.remove(at);
            case 2 -> block.add(at, chosen.copy());
            case 3 -> {
                block.remove(at);
                block.add(random.nextInt(block.size() + 1), chosen);
            }
            case 4 -> {
                List<Statement> other = blocks.get(random.nextInt(blocks.size()));
                other.add(random.nextInt(other.size() + 1), chosen.copy());
            }
            case 5 -> unwrap(block, at);
            case 6 -> block.add(at, Statement.of(grammar.leaf()));
            default -> block.set(at, random.nextInt(2) == 0
                    ? chosen.with("p1", "p2").with("h1", "h2")
                    : chosen.with("p2", given == null ? "p1" : "given").with("h2", "h1"));
        }
    }

    private static void unwrap(List<Statement> block, int at) {
        Statement outer = block.remove(at);
        outer.blocks().forEach(inner -> block.addAll(Math.min(at, block.size()), inner));
    }

    /** Returns the programs that have one statement less, or one block around statements less. */
    List<RandomProgram> smaller() {
        List<RandomProgram> all = new ArrayList<>();
        List<List<Statement>> blocks = new ArrayList<>();
        Statement.collect(body, blocks);
        for (int i = 0; i < blocks.size(); i++) {
            for (int at = 0; at < blocks.get(i).size(); at++) {
                for (boolean unwraps : new boolean[]{false, true}) {
                    List<Statement> copy = Statement.copy(body);
                    List<List<Statement>> copies = new ArrayList<>();
                    Statement.collect(copy, copies);
                    if (!unwraps) {
                        copies.get(i).remove(at);
                    } else if (copies.get(i).get(at).blocks().isEmpty()) {
                        continue;
                    } else {
                        unwrap(copies.get(i), at);
                    }
                    all.add(new RandomProgram(name, seed, suspends, onWorker, given, copy));
                }
            }
        }
        return all;
    }

    /** Returns the source of the class, without imports. */
    String source() {
        StringBuilder code = new StringBuilder();
        Statement.write(body, "        ", code);
        String text = code.toString();
        List<String> parameters = new ArrayList<>();
        if (given != null) {
            parameters.add(given + "Packet given");
        }
        PARAMETERS.forEach((parameter, declared) -> {
            if (text.matches("(?s).*\\b" + parameter + "\\b.*") || parameter.equals("worker") && onWorker) {
                parameters.add(declared);
            }
        });
        StringBuilder locals = new StringBuilder(text.contains("sent") ? "        boolean sent = false;\n" : "");
        Map.of("p1", "Packet", "p2", "Packet", "h1", "Coroutine", "h2", "Coroutine", "next", "Coroutine", "socket",
                "Socket").forEach((local, type) -> {
                    if (text.matches("(?s).*\\b" + local + "\\b.*")) {
                        locals.append("        ").append(type).append(' ').append(local).append(" = null;\n");
                    }
                });
        return "class " + name + " {\n    long sum;\n"
                + (text.contains("held") ? "    @Owned\n    Packet held;\n" : "") + (suspends ? "    @Suspends\n" : "")
                + "    void run(" + String.join(", ", parameters) + ") {\n" + locals + text + "    }\n}\n";
    }
}
