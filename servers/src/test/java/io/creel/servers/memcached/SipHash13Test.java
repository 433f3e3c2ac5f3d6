package io.creel.servers.memcached;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SipHash13Test {
    /** The vectors of the reference implementation, for SipHash-1-3: the key and the input are 0, 1, 2 and so on. */
    private static final long[] EXPECTED = {0xabac0158050fc4dcL, 0xc9f49bf37d57ca93L, 0x82cb9b024dc7d44dL,
            0x8bf80ab8e7ddf7fbL};

    @Test
    void shouldHashAsTheReferenceDoes() {
        byte[] input = new byte[64];
        for (int i = 0; i < input.length; i++) {
            input[i] = (byte) i;
        }
        for (int length = 0; length < EXPECTED.length; length++) {
            assertEquals(Long.toHexString(EXPECTED[length]), Long.toHexString(
                    SipHash13.of(0x0706050403020100L, 0x0f0e0d0c0b0a0908L, input, 0, length)));
        }
    }

    @Test
    void shouldHashTheSameBytesAtAnyPlace() {
        byte[] input = new byte[200];
        for (int i = 0; i < input.length; i++) {
            input[i] = (byte) (i % 50);
        }
        for (int length = 0; length < 50; length++) {
            assertEquals(SipHash13.of(1, 2, input, 0, length), SipHash13.of(1, 2, input, 150, 150 + length));
        }
    }
}
