package io.creel.jmh.poll;

import io.creel.core.PreemptionPoll;
import io.creel.jmh.polled.Loops;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/** The counted loops of {@link Loops} with a poll in each step, which the weaver avoids. */
final class HandPolledLoops implements LongSupplier {
    private static final int FRAME_BYTES = 64;

    private final boolean hashes;
    private final byte[] frames = new byte[Loops.STEPS];
    private final int[] numbers = new int[Loops.STEPS];
    private long result;

    HandPolledLoops(String name) {
        hashes = name.equals("packetHash");
        SplittableRandom random = new SplittableRandom(1);
        random.nextBytes(frames);
        for (int i = 0; i < Loops.STEPS; i++) {
            numbers[i] = random.nextInt();
        }
    }

    @Override
    public long getAsLong() {
        result += hashes ? hashFrames() : mix();
        return result;
    }

    private long hashFrames() {
        long all = 0;
        for (int at = 0; at < Loops.STEPS; at += FRAME_BYTES) {
            PreemptionPoll.poll();
            all ^= hash(frames, at, at + FRAME_BYTES);
        }
        return all;
    }

    private static int hash(byte[] bytes, int from, int to) {
        int hash = 0x811c9dc5;
        for (int i = from; i < to; i++) {
            PreemptionPoll.poll();
            hash = (hash ^ bytes[i] & 0xFF) * 0x01000193;
        }
        return hash;
    }

    private long mix() {
        int[] mixed = numbers;
        for (int i = 0; i < mixed.length; i++) {
            PreemptionPoll.poll();
            mixed[i] = mixed[i] * 31 + 7;
        }
        return mixed[0];
    }
}
