package io.creel.ip.tcp;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/**
 * The choices of a run, from a seed or from bytes. A choice takes as many bytes as its bound has, at most eight. The
 * bytes of a seeded run repeat it exactly, so that a fuzzer can start from it and change single choices.
 */
abstract class Choices {
    /** Draws every choice from a seed. */
    static Choices seeded(long seed) {
        var random = new SplittableRandom(seed);
        return new Choices() {
            @Override
            long next(int bytes, long bound) {
                return bound == 0 ? random.nextLong() >>> 64 - 8 * bytes : random.nextLong(bound);
            }
        };
    }

    /** Draws every choice from bytes; those beyond the end are 0. */
    static Choices of(byte[] data) {
        ByteBuffer left = ByteBuffer.wrap(data);
        return new Choices() {
            @Override
            long next(int bytes, long bound) {
                long value = 0;
                for (int i = 0; i < bytes; i++) {
                    value = value << 8 | (left.hasRemaining() ? left.get() & 0xff : 0);
                }
                return bound == 0 ? value : Long.remainderUnsigned(value, bound);
            }

            @Override
            boolean isLeft() {
                return left.hasRemaining();
            }
        };
    }

    /** Draws from another source and writes down the bytes that repeat its choices. */
    static Choices recording(Choices source, ByteArrayOutputStream bytes) {
        return new Choices() {
            @Override
            long next(int count, long bound) {
                long value = source.next(count, bound);
                for (int i = count - 1; i >= 0; i--) {
                    bytes.write((int) (value >>> 8 * i));
                }
                return value;
            }
        };
    }

    /** Returns a number below the bound, or any number of that many bytes if the bound is 0. */
    abstract long next(int bytes, long bound);

    /** Returns whether the source has a choice that was not drawn. */
    boolean isLeft() {
        return true;
    }

    final boolean nextBoolean() {
        return next(1, 2) == 1;
    }

    final int nextInt() {
        return (int) next(4, 0);
    }

    final int nextInt(int bound) {
        return (int) nextLong(bound);
    }

    final long nextLong(long bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("nothing to choose from: bound=" + bound);
        }
        int bits = Long.SIZE - Long.numberOfLeadingZeros(bound - 1);
        return next(Math.max(1, (bits + 7) / 8), bound);
    }
}
