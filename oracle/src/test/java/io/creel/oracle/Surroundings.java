package io.creel.oracle;

import io.creel.core.Batch;
import io.creel.core.Body;
import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.core.lock.CoroutineEvent;
import io.creel.core.lock.CoroutineLock;
import io.creel.core.lock.CoroutineSemaphore;
import io.creel.ip.socket.IpSocket;
import io.creel.ip.tcp.TcpConnection;
import io.creel.ip.udp.UdpSocket;
import io.creel.net.Packet;
import io.creel.net.PacketBatch;
import io.creel.net.PacketPool;
import io.creel.net.RxQueue;
import io.creel.net.TxQueue;
import io.creel.net.wire.DropReason;
import io.creel.queues.Channel;
import io.creel.queues.ListStash;
import io.creel.queues.LocalChannel;
import io.creel.queues.OrderedStash;
import io.creel.queues.TimerStash;
import io.creel.queues.TreeStash;
import io.creel.schedulers.Worker;
import java.lang.reflect.Array;
import io.creel.oracle.woven.Environment;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Type;
import java.lang.reflect.ParameterizedType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;

/**
 * Everything around one run of a program of the corpus: makes values by their types, in every condition that they may
 * have, and takes back what is left.
 */
final class Surroundings {
    private static final Body<String> ENDS_AT_ONCE = name -> {
    };
    private static final Set<String> STATES_OF_STEPS = Set.of("POST_ETHERNET", "POST_IP");
    private static final int[] NUMBERS = {2, 1, 0, -1, 10, 3_000};
    private static final int PACKETS = 16;
    private static final int MOST_FREE = 12;

    final SimulatedWorkers workers;
    final Contracts contracts;
    final Environment environment;
    private final Class<?> program;
    private final PacketPool pool;
    private final ChosenTx tx;
    private final Stash parked;
    private final List<Packet> lent = new ArrayList<>();
    private final List<PacketPool> pools = new ArrayList<>();

    Surroundings(SimulatedWorkers workers, Contracts contracts, Class<?> program, Environment environment) {
        this.environment = environment;
        this.workers = workers;
        this.contracts = contracts;
        this.program = program;
        pool = new PacketPool("packets", PACKETS, 1024, 64);
        tx = new ChosenTx(workers);
        PacketHook.egress = tx;
        PacketHook.workers = workers;
        parked = workers.serve(new ListStash("parked"));
    }

    /** Returns whether a type is nested in the program under test. */
    boolean isOfProgram(Class<?> type) {
        return type.getName().startsWith(program.getName() + "$");
    }

    /** The state in which each packet was left, by the surroundings or by a step. */
    final Map<Object, String> led = new IdentityHashMap<>();

    // Owned values.

    /** Returns a new packet in state RAW; its owner is the caller. */
    Packet ownedPacket() {
        Packet packet = environment.packet(pool);
        packet.egress(tx);
        led.remove(packet);
        return Frames.fill(packet, workers);
    }

    /** Returns a new packet in a state that the program may require. */
    Packet ownedPacket(String state) {
        Packet packet = ownedPacket();
        if (!state.equals("RAW") && packet.parse() != DropReason.NONE) {
            packet.set8(14, 0x45);
            Frames.fill(packet, workers);
        }
        led.put(packet, state);
        return packet;
    }

    /**
     * Notes a refusal if a step needs a packet in a state to which only steps lead, and the packet is in none of them.
     */
    void requireState(Object packet, Set<String> states, String step) {
        if (packet != null && !states.isEmpty() && STATES_OF_STEPS.containsAll(states)
                && !states.contains(led.get(packet))) {
            refused.add(new IllegalStateException(step + " refuses a packet in a wrong state: needed=" + states
                    + ", state=" + led.getOrDefault(packet, "RAW")));
        }
    }

    Coroutine ownedHandle() {
        return environment.handle(ENDS_AT_ONCE);
    }

    /** Returns a handle whose epoch is greater than that of a new one, if a worker can run it now. */
    private Coroutine resumedHandle() {
        if (Coroutine.current() != null) {
            return ownedHandle();
        }
        ListStash once = new ListStash("once");
        return environment.suspended(text -> Coroutine.await(once), once, workers.worker(0).carrier());
    }

    /** Returns a handle; if the program has others, its epoch may be greater than theirs. */
    Coroutine ownedHandle(String name) {
        return workers.happens(name + " has been resumed before") ? resumedHandle() : ownedHandle();
    }

    /** Does what an owner does with a value: packets are released, handles wait for a worker. */
    void takeOver(Object value) {
        if (value instanceof Packet packet) {
            environment.release(packet);
        } else if (value instanceof Coroutine handle) {
            environment.park(handle, parked);
        }
    }

    /** Gives up a value that the surroundings own. If the library refuses, the program has given it up before. */
    void giveUp(Object value) {
        try {
            if (value instanceof Coroutine handle) {
                environment.end(handle);
            } else {
                takeOver(value);
            }
        } catch (IllegalStateException givenUpBefore) {
            refused.add(givenUpBefore);
        }
    }

    /** Returns a value that a contract promises; a caller that gets none fails. */
    Object present(Object promised) {
        if (promised == null) {
            refused.add(new IllegalStateException("a promised value is null"));
        }
        return promised;
    }

    /** Gives up a value after an exception, unless it has another owner by then. */
    void giveBack(Object value) {
        try {
            takeOver(value);
        } catch (IllegalStateException givenUpBefore) {
            // The contract allows it.
        }
    }

    /** Gives up a packet that a field refers to. */
    void endLoan(Packet packet) {
        if (lent.remove(packet)) {
            giveUp(packet);
        }
    }

    /** What went wrong when the surroundings gave up their own values. */
    final List<IllegalStateException> refused = new ArrayList<>();

    /** Whether the program has used {@code null}. The specification says nothing about the exception that follows. */
    boolean usedNull;

    /** Takes back what the program has borrowed. */
    void close() {
        lent.forEach(this::giveUp);
        pool.close();
        pools.forEach(PacketPool::close);
    }

    // Values of every type.

    Object value(Class<?> type, String name) throws Exception {
        return value(type, type, name);
    }

    Object value(Type generic, Class<?> type, String name) throws Exception {
        if (type == boolean.class) {
            return !workers.happens(name + " is false");
        } else if (type == int.class) {
            int way = workers.choose(NUMBERS.length, name + " is another number");
            return NUMBERS[way];
        } else if (type == long.class) {
            return 7L;
        } else if (type == long[].class) {
            return new long[]{1};
        } else if (type == String.class) {
            return "x";
        } else if (type == Object.class) {
            return new Object[]{"", 1, new Object()}[workers.choose(3, name + " is of another type")];
        } else if (type == Packet.class) {
            return lend(ownedPacket());
        } else if (type == Coroutine.class) {
            return ownedHandle();
        } else if (type == Worker.class) {
            return workers.worker(0);
        } else if (type == Carrier.class) {
            return workers.worker(0).carrier();
        }
        if (type == IpSocket.class || type == UdpSocket.class) {
            return Sockets.udp();
        } else if (type == TcpConnection.class) {
            return Sockets.tcp(ownedPacket(), environment);
        } else if (type == TimerStash.class) {
            return new TimerStash(name, 0, 0);
        } else if (type == byte[].class) {
            return new byte[512];
        }
        Object known = container(generic, type, name);
        return known != null ? known : type.isInterface() ? ContractStub.of(this, type) : make(type, name);
    }

    private Packet lend(Packet packet) {
        lent.add(packet);
        return packet;
    }

    private Object container(Type generic, Class<?> type, String name) throws Exception {
        if (type == PacketPool.class) {
            return pool(name);
        } else if (type == PacketBatch.class) {
            int way = workers.choose(3, name + " holds one packet, or is full");
            PacketBatch batch = new PacketBatch(way == 2 ? 2 : 32);
            for (int left = way == 1 ? 1 : 2; left > 0; left--) {
                environment.add(ownedPacket(), batch);
            }
            return batch;
        } else if (type == Batch.class) {
            int way = workers.choose(3, name + " holds one handle, or is full");
            Batch batch = new Batch(way == 2 ? 2 : 8);
            for (int left = way == 1 ? 1 : 2; left > 0; left--) {
                environment.add(ownedHandle(), batch);
            }
            return batch;
        } else if (type == Stash.class || type == ListStash.class || type == OrderedStash.class) {
            return stash(type, name);
        } else if (type == TxQueue.class) {
            return tx;
        } else if (type == RxQueue.class) {
            return new ChosenRx(this);
        } else if (type == Channel.class) {
            return channel(generic, name);
        } else if (type == CoroutineLock.class) {
            return new CoroutineLock(name);
        } else if (type == CoroutineEvent.class) {
            CoroutineEvent event = new CoroutineEvent(name);
            if (workers.happens(name + " has happened")) {
                event.signal();
            }
            return event;
        } else if (type == CoroutineSemaphore.class) {
            return new CoroutineSemaphore(name, 1 - workers.choose(2, name + " has no permit"));
        } else if (type == ReentrantReadWriteLock.ReadLock.class) {
            return new ReentrantReadWriteLock().readLock();
        } else if (type == List.class) {
            Class<?> element = (Class<?>) ((ParameterizedType) generic).getActualTypeArguments()[0];
            return List.of(value(element, name), value(element, name));
        } else if (type.isArray()) {
            Object array = Array.newInstance(type.getComponentType(), 2);
            Array.set(array, 0, value(type.getComponentType(), name));
            Array.set(array, 1, value(type.getComponentType(), name));
            return array;
        }
        return null;
    }

    private PacketPool pool(String name) {
        int way = workers.choose(4, name + " is empty, nearly empty, or has small buffers");
        int leave = way == 1 ? 0 : way == 2 ? 1 : MOST_FREE;
        PacketPool few = new PacketPool(name, MOST_FREE, way == 3 ? 64 : 1024, way == 3 ? 16 : 64);
        pools.add(few);
        for (int taken = 0; taken < MOST_FREE - leave; taken++) {
            if (few.allocate() == null) {
                throw new AssertionError("the pool is empty");
            }
        }
        return few;
    }

    private Stash stash(Class<?> type, String name) {
        Stash stash = type == ListStash.class
                ? workers.serve(new ListStash(name))
                : type == OrderedStash.class ? workers.serve(new TreeStash(name, Coroutine::key)) : workers.stash(name);
        int way = workers.choose(3, name + " holds fewer handles");
        for (int i = way; i < 2; i++) {
            environment.park(i == way && type == ListStash.class ? resumedHandle() : ownedHandle(), stash);
        }
        if (type != Stash.class && workers.happens(name + " is closed")) {
            stash.close();
        }
        return stash;
    }

    private Channel<Object> channel(Type generic, String name) throws Exception {
        Channel<Object> channel = new LocalChannel<>(name, 2, workers.serve(new ListStash("ready of " + name)));
        boolean ofPackets = ((ParameterizedType) generic).getActualTypeArguments()[0] == Packet.class;
        int way = workers.choose(3, name + " is empty or full");
        for (int left = way == 0 ? 1 : way == 1 ? 0 : 2; left > 0; left--) {
            if (ofPackets) {
                environment.send(ownedPacket(), channel);
            } else if (!channel.trySend("x")) {
                throw new AssertionError("the channel is full");
            }
        }
        return channel;
    }

    /** Calls the constructor with the fewest parameters. */
    Object make(Class<?> type, String name) throws Exception {
        Constructor<?> constructor = Stream.of(type.getDeclaredConstructors())
                .min(Comparator.comparingInt(Constructor::getParameterCount)).orElseThrow();
        constructor.setAccessible(true);
        Object[] arguments = new Object[constructor.getParameterCount()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = value(constructor.getGenericParameterTypes()[i], constructor.getParameterTypes()[i],
                    constructor.getParameters()[i].getName());
        }
        Object made = constructor.newInstance(arguments);
        if (type.getSimpleName().equals("Slot") && workers.happens(name + " is full")) {
            Field content = type.getDeclaredField("content");
            content.setAccessible(true);
            content.set(made, "another handle");
        }
        return made;
    }
}
