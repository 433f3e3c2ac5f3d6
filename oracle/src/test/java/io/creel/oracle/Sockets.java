package io.creel.oracle;

import io.creel.core.lock.CoroutineLock;
import io.creel.ip.socket.IpSocket;
import io.creel.ip.tcp.IsnGenerator;
import io.creel.ip.tcp.TcpConnection;
import io.creel.ip.tcp.TcpHost;
import io.creel.ip.tcp.TcpSettings;
import io.creel.ip.tcp.TcpStatistics;
import io.creel.ip.udp.UdpSocket;
import io.creel.net.Packet;
import io.creel.oracle.woven.Environment;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;

/**
 * Makes sockets. One of UDP has nothing but a lock of its own, because a host for each run would take most of the time;
 * a connection of TCP has received one frame.
 */
final class Sockets {
    private static final Constructor<?> CONSTRUCTOR = constructor();

    private Sockets() {
    }

    static UdpSocket udp() throws ReflectiveOperationException {
        UdpSocket socket = (UdpSocket) CONSTRUCTOR.newInstance();
        Field lock = IpSocket.class.getDeclaredField("lock");
        lock.setAccessible(true);
        lock.set(socket, new CoroutineLock("socket"));
        return socket;
    }

    static TcpConnection tcp(Packet frame, Environment environment) throws ReflectiveOperationException {
        TcpHost host = new TcpHost(TcpSettings.defaults(), (ends, out) -> true, new IsnGenerator(1, 2),
                new TcpStatistics(), 1, 1, true);
        Constructor<?> constructor = TcpConnection.class.getDeclaredConstructor(TcpHost.class);
        constructor.setAccessible(true);
        TcpConnection connection = (TcpConnection) constructor.newInstance(host);
        Object queue = get(get(connection, "rcv"), "queue");
        Method append = queue.getClass().getDeclaredMethod("append", Packet.class, int.class, int.class);
        append.setAccessible(true);
        int bytes = frame.lengthBytes();
        environment.give(frame, given -> {
            try {
                append.invoke(queue, given, 0, bytes);
            } catch (ReflectiveOperationException impossible) {
                throw new IllegalStateException(impossible);
            }
        });
        return connection;
    }

    private static Object get(Object of, String name) throws ReflectiveOperationException {
        Field field = of.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(of);
    }

    /** Returns a constructor that runs no code of the class, as for deserialisation. */
    private static Constructor<?> constructor() {
        try {
            Class<?> type = Class.forName("sun.reflect.ReflectionFactory");
            Object factory = type.getMethod("getReflectionFactory").invoke(null);
            return (Constructor<?>) type.getMethod("newConstructorForSerialization", Class.class, Constructor.class)
                    .invoke(factory, UdpSocket.class, Object.class.getDeclaredConstructor());
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
