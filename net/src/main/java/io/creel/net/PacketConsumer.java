package io.creel.net;

/** Takes the ownership of one packet. */
@FunctionalInterface
public interface PacketConsumer {
    void accept(Packet packet);
}
