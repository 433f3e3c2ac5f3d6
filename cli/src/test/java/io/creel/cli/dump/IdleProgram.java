package io.creel.cli.dump;

import java.io.IOException;

/** A program without Creel: prints "ready" and runs until its input ends. */
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
