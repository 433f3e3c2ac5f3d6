package io.creel.oracle.woven;

import io.creel.core.Batch;
import io.creel.core.Body;
import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.core.SuspensionCallback;
import io.creel.core.TransferCallback;
import io.creel.core.spec.Acquires;
import io.creel.core.spec.Transfers;
import io.creel.net.Packet;
import io.creel.net.PacketBatch;
import io.creel.net.PacketPool;
import io.creel.queues.Channel;

/** What the surroundings of a program do with values that have rules. Not woven itself. */
public interface Environment {
    /** {@return a packet of a pool that has one} */
    @Acquires
    Packet packet(PacketPool pool);

    /** {@return a handle with key 7, of a coroutine that has not begun} */
    @Acquires
    Coroutine handle(Body<String> body);

    /** {@return a handle with key 7, of a coroutine that has waited once in an empty stash} */
    @Acquires
    Coroutine suspended(Body<String> body, Stash stash, Carrier carrier);

    /** Releases a packet. */
    void release(@Transfers Packet packet);

    /** Gives a packet to a part of the library that has no checks. */
    void give(@Transfers Packet packet, Taker taker);

    /** A part of the library. */
    @FunctionalInterface
    interface Taker {
        /** Takes a packet over. */
        void take(@Transfers Packet packet);
    }

    /** Ends a coroutine. */
    void end(@Transfers Coroutine handle);

    /** Lets a coroutine wait in a stash, or ends it if the stash refuses. */
    void park(@Transfers Coroutine handle, Stash stash);

    /** Adds a handle, which fits. */
    void add(@Transfers Coroutine handle, Batch batch);

    /** Adds a packet, which fits. */
    void add(@Transfers Packet packet, PacketBatch batch);

    /** Sends a packet, which fits. */
    void send(@Transfers Packet packet, Channel<Object> channel);

    /** {@return a body that waits as a callback says, and then releases its packet} */
    Body<Packet> awaiting(SuspensionCallback callback);

    /** {@return a body that waits as a callback says, and then releases its packet} */
    Body<Packet> transferring(TransferCallback callback);
}
