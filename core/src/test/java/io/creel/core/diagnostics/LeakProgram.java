package io.creel.core.diagnostics;

import io.creel.core.Carrier;
import io.creel.core.Coroutine;

/** Loses one coroutine and prints the number of leaks found; the command line sets the level. */
final class LeakProgram {
    private static final int ROUNDS = 200;

    private LeakProgram() {
    }

    public static void main(String[] args) {
        LeakDetection.reportTo(leak -> {
        });
        lose(new Carrier("carrier"));
        for (int i = 0; i < ROUNDS && LeakDetection.lost() == 0; i++) {
            System.gc();
            LeakDetection.poll();
        }
        System.out.println("lost=" + LeakDetection.lost());
    }

    private static void lose(Carrier carrier) {
        Coroutine[] lost = {null};
        carrier.resume(Coroutine.create(argument -> Coroutine.await(self -> {
            lost[0] = self;
            return true;
        }), null));
    }
}
