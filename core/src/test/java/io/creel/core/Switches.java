package io.creel.core;

import java.util.ArrayDeque;

/**
 * Coroutines of different depths that suspend round after round, some of them long enough to move to the old
 * generation, while garbage is made. Each checks that its stack is unchanged.
 */
final class Switches {
    private static final int COROUTINES = 64;
    private static final int DEEPEST = 40;
    private static final int LONG_WAIT = 16;
    private static final int GARBAGE_BYTES = 8_192;

    private final ArrayDeque<Coroutine> soon = new ArrayDeque<>();
    private final ArrayDeque<Coroutine> later = new ArrayDeque<>();
    private final int rounds;
    private byte[] garbage;
    private long switches;
    private long wrong;

    private Switches(int rounds) {
        this.rounds = rounds;
    }

    /** Argument: the number of rounds. */
    public static void main(String[] args) {
        Switches program = new Switches(Integer.parseInt(args[0]));
        program.run();
        System.out.printf("rounds=%d switches=%d wrong=%d garbage=%d%n", program.rounds, program.switches,
                program.wrong, program.garbage.length);
    }

    private void run() {
        Carrier carrier = new Carrier("carrier");
        for (int i = 0; i < COROUTINES; i++) {
            int number = i;
            carrier.resume(Coroutine.create((Switches program) -> program.body(number), this));
        }
        for (int round = 0; round < rounds; round++) {
            garbage = new byte[GARBAGE_BYTES + round % GARBAGE_BYTES];
            Coroutine next = (round % (COROUTINES * LONG_WAIT) == 0 || soon.isEmpty() ? later : soon).poll();
            switches++;
            carrier.resume(next);
        }
    }

    private void body(int number) {
        while (true) {
            wrong += descend(number % DEEPEST, number, "s" + number) == number * 31L ? 0 : 1;
        }
    }

    /** References, numbers and a double in each frame, checked after the suspension below it. */
    private long descend(int depth, int number, String text) {
        double half = number / 2.0;
        Object[] held = {text, this};
        long below = depth == 0 ? wait(number) : descend(depth - 1, number, text);
        if (half != number / 2.0 || held[0] != text || held[1] != this || !text.equals("s" + number)) {
            wrong++;
        }
        return below;
    }

    private long wait(int number) {
        Coroutine.await((number % 8 == 0 ? later : soon)::add);
        return number * 31L;
    }
}
