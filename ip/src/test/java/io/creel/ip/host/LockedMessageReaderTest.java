package io.creel.ip.host;

/** Messages out of a TCP for several workers, whose steps lock their connection. */
class LockedMessageReaderTest extends MessageReaderTest {
    @Override
    TwoHosts hosts() {
        return new TwoHosts(null, 1, true);
    }
}
