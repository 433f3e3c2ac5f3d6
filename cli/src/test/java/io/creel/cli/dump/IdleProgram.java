package io.creel.cli.dump;

import java.io.IOException;

/** Has nothing to do with Creel: says "ready", and goes on until its input ends. */
public final class IdleProgram {
    private IdleProgram() {
    }

    /** Runs it. */
    public static void main(String[] args) throws IOException {
        System.out.print("ready\n");
        System.out.flush();
        while (System.in.read() >= 0) {
            continue;
        }
    }
}
