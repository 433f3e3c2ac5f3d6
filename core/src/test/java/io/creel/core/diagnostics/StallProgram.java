package io.creel.core.diagnostics;

import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;

/** A coroutine that keeps its carrier until the stall is printed on the error stream. The program makes no watchdog. */
final class StallProgram {
    private StallProgram() {
    }

    public static void main(String[] args) {
        CountDownLatch told = new CountDownLatch(1);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        System.setErr(new PrintStream(text, true) {
            @Override
            public void println(Object line) {
                super.println(line);
                told.countDown();
            }

            @Override
            public void println(String line) {
                super.println(line);
                told.countDown();
            }
        });
        new Carrier("blocked").resume(Coroutine.create(argument -> told.await(), null));
        System.out.println(text.toString().lines().findFirst().orElseThrow().replaceAll("seenForNs=.*", "seenForNs=x")
                .replaceAll("@[0-9a-f]+", "@x"));
    }
}
