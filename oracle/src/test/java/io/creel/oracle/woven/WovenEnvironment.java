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

/** The surroundings, with checks. Loaded together with the programs. */
public final class WovenEnvironment implements Environment {
    /** Makes them. */
    public WovenEnvironment() {
        // Called by reflection.
    }

    @Override
    @Acquires
    public Packet packet(PacketPool pool) {
        Packet packet = pool.allocate();
        if (packet == null) {
            throw new IllegalStateException("the surroundings have too few packets: pool=" + pool.name());
        }
        return packet;
    }

    @Override
    @Acquires
    public Coroutine handle(Body<String> body) {
        Coroutine made = Coroutine.create(body, "waiter");
        made.setKey(7);
        return made;
    }

    @Override
    @Acquires
    public Coroutine suspended(Body<String> body, Stash stash, Carrier carrier) {
        carrier.resume(handle(body));
        Coroutine made = stash.pop();
        if (made == null) {
            throw new IllegalStateException("the coroutine of the surroundings does not wait: stash=" + stash.name());
        }
        return made;
    }

    @Override
    public void release(@Transfers Packet packet) {
        packet.release();
    }

    @Override
    public void give(@Transfers Packet packet, Taker taker) {
        taker.take(packet);
    }

    @Override
    public void end(@Transfers Coroutine handle) {
        handle.abandon();
    }

    @Override
    public void park(@Transfers Coroutine handle, Stash stash) {
        if (!stash.push(handle)) {
            handle.abandon();
        }
    }

    @Override
    public void add(@Transfers Coroutine handle, Batch batch) {
        if (!batch.add(handle)) {
            handle.abandon();
        }
    }

    @Override
    public void add(@Transfers Packet packet, PacketBatch batch) {
        if (!batch.add(packet)) {
            packet.release();
        }
    }

    @Override
    public void send(@Transfers Packet packet, Channel<Object> channel) {
        if (!channel.trySend(packet)) {
            packet.release();
        }
    }

    @Override
    public Body<Packet> awaiting(SuspensionCallback callback) {
        return packet -> {
            Coroutine.await(callback);
            packet.release();
        };
    }

    @Override
    public Body<Packet> transferring(TransferCallback callback) {
        return packet -> {
            Coroutine.transfer(callback);
            packet.release();
        };
    }
}
