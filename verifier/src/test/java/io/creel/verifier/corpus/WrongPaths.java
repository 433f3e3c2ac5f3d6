package io.creel.verifier.corpus;

import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.core.spec.From;
import io.creel.core.spec.GivenBack;
import io.creel.core.spec.Place;
import io.creel.core.spec.RequiresLock;
import io.creel.core.spec.RunsOn;
import io.creel.core.spec.Suspends;
import io.creel.core.spec.Transfers;
import io.creel.ip.IpReceive;
import io.creel.ip.arp.ArpReceive;
import io.creel.ip.ethernet.EthernetReceive;
import io.creel.ip.socket.SocketLookup;
import io.creel.ip.tcp.TcpConnection;
import io.creel.ip.udp.UdpReceive;
import io.creel.ip.udp.UdpSocket;
import io.creel.net.Packet;

/** The steps of the packet path in a wrong order, for a wrong socket, or without a lock. */
@SuppressWarnings("unused")
final class WrongPaths {
    private WrongPaths() {
    }

    @Rejected("CR010")
    static class SkipsTheLink {
        void run(@From("RAW") @Transfers @GivenBack Packet packet, EthernetReceive ethernet, IpReceive ip,
                SocketLookup lookup) {
            if (!ip.receive(packet)) {
                return;
            }
            lookup.lookUp(packet);
            packet.release();
        }
    }

    @Accepted
    static class SkipsTheLinkRepaired {
        void run(@From("RAW") @Transfers @GivenBack Packet packet, EthernetReceive ethernet, IpReceive ip,
                SocketLookup lookup) {
            if (!ethernet.receive(packet) || !ip.receive(packet)) {
                return;
            }
            lookup.lookUp(packet);
            packet.release();
        }
    }

    @Rejected("CR010")
    static class LooksUpBeforeIp {
        void run(@From("RAW") @Transfers @GivenBack Packet packet, EthernetReceive ethernet, IpReceive ip,
                SocketLookup lookup) {
            if (!ethernet.receive(packet)) {
                return;
            }
            lookup.lookUp(packet);
            packet.release();
        }
    }

    @Accepted
    static class LooksUpBeforeIpRepaired {
        void run(@From("RAW") @Transfers @GivenBack Packet packet, EthernetReceive ethernet, IpReceive ip,
                SocketLookup lookup) {
            if (!ethernet.receive(packet) || !ip.receive(packet)) {
                return;
            }
            lookup.lookUp(packet);
            packet.release();
        }
    }

    @Rejected("CR010")
    static class ParsesTheLinkTwice {
        void run(@From("RAW") @Transfers @GivenBack Packet packet, EthernetReceive ethernet, IpReceive ip,
                SocketLookup lookup) {
            if (!ethernet.receive(packet) || !ethernet.receive(packet) || !ip.receive(packet)) {
                return;
            }
            lookup.lookUp(packet);
            packet.release();
        }
    }

    @Accepted
    static class ParsesTheLinkTwiceRepaired {
        void run(@From("RAW") @Transfers @GivenBack Packet packet, EthernetReceive ethernet, IpReceive ip,
                SocketLookup lookup) {
            if (!ethernet.receive(packet) || !ip.receive(packet)) {
                return;
            }
            lookup.lookUp(packet);
            packet.release();
        }
    }

    @Rejected("CR005")
    static class ReleasesWhatIpRefused {
        void run(@From("RAW") @Transfers @GivenBack Packet packet, EthernetReceive ethernet, IpReceive ip,
                SocketLookup lookup) {
            if (!ethernet.receive(packet) || !ip.receive(packet)) {
                packet.release();
                return;
            }
            lookup.lookUp(packet);
            packet.release();
        }
    }

    @Accepted
    static class ReleasesWhatIpRefusedRepaired {
        void run(@From("RAW") @Transfers @GivenBack Packet packet, EthernetReceive ethernet, IpReceive ip,
                SocketLookup lookup) {
            if (!ethernet.receive(packet) || !ip.receive(packet)) {
                return;
            }
            lookup.lookUp(packet);
            packet.release();
        }
    }

    @Rejected("CR001")
    static class ForgetsWhatPassed {
        void run(@From("RAW") @Transfers @GivenBack Packet packet, EthernetReceive ethernet, IpReceive ip,
                SocketLookup lookup) {
            if (!ethernet.receive(packet) || !ip.receive(packet)) {
                return;
            }
            lookup.lookUp(packet);
        }
    }

    @Accepted
    static class ForgetsWhatPassedRepaired {
        void run(@From("RAW") @Transfers @GivenBack Packet packet, EthernetReceive ethernet, IpReceive ip,
                SocketLookup lookup) {
            if (!ethernet.receive(packet) || !ip.receive(packet)) {
                return;
            }
            lookup.lookUp(packet);
            packet.release();
        }
    }

    @Rejected("CR005")
    static class ReleasesWhatArpTook {
        void run(@From("RAW") @Transfers @GivenBack Packet packet, EthernetReceive ethernet, ArpReceive arp) {
            if (ethernet.receive(packet)) {
                arp.receive(packet);
                packet.release();
            }
        }
    }

    @Accepted
    static class ReleasesWhatArpTookRepaired {
        void run(@From("RAW") @Transfers @GivenBack Packet packet, EthernetReceive ethernet, ArpReceive arp) {
            if (ethernet.receive(packet)) {
                arp.receive(packet);
            }
        }
    }

    @Rejected("CR018")
    static class RunsAStepOnTheCarrier {
        @RunsOn(Place.CARRIER)
        void run(@From("POST_ETHERNET") @Transfers Packet packet, ArpReceive arp) {
            arp.receive(packet);
        }
    }

    @Accepted
    static class RunsAStepOnTheCarrierRepaired {
        @RunsOn(Place.COROUTINE)
        void run(@From("POST_ETHERNET") @Transfers Packet packet, ArpReceive arp) {
            arp.receive(packet);
        }
    }

    @Rejected("CR012")
    static class DeliversToTheSocketOfAnother {
        @Suspends
        void run(@From("POST_IP") @Transfers @GivenBack Packet packet, @From("POST_IP") Packet other,
                SocketLookup lookup,
                UdpReceive delivery) {
            UdpSocket socket = (UdpSocket) lookup.lookUp(other);
            socket.lock.lock();
            try {
                delivery.receive(packet, socket);
            } finally {
                socket.lock.unlock();
            }
        }
    }

    @Accepted
    static class DeliversToTheSocketOfAnotherRepaired {
        @Suspends
        void run(@From("POST_IP") @Transfers @GivenBack Packet packet, @From("POST_IP") Packet other,
                SocketLookup lookup,
                UdpReceive delivery) {
            UdpSocket socket = (UdpSocket) lookup.lookUp(packet);
            socket.lock.lock();
            try {
                delivery.receive(packet, socket);
            } finally {
                socket.lock.unlock();
            }
        }
    }

    @Rejected("CR013")
    static class DeliversWithoutTheLock {
        @Suspends
        void run(@From("POST_IP") @Transfers @GivenBack Packet packet, @From("POST_IP") Packet other,
                SocketLookup lookup,
                UdpReceive delivery) {
            UdpSocket socket = (UdpSocket) lookup.lookUp(packet);
            delivery.receive(packet, socket);
        }
    }

    @Accepted
    static class DeliversWithoutTheLockRepaired {
        @Suspends
        void run(@From("POST_IP") @Transfers @GivenBack Packet packet, @From("POST_IP") Packet other,
                SocketLookup lookup,
                UdpReceive delivery) {
            UdpSocket socket = (UdpSocket) lookup.lookUp(packet);
            socket.lock.lock();
            try {
                delivery.receive(packet, socket);
            } finally {
                socket.lock.unlock();
            }
        }
    }

    @Rejected("CR016")
    static class SleepsUnderTheLockOfASocket {
        @Suspends
        void run(@From("POST_IP") @Transfers @GivenBack Packet packet, @From("POST_IP") Packet other,
                SocketLookup lookup,
                UdpReceive delivery) {
            UdpSocket socket = (UdpSocket) lookup.lookUp(packet);
            socket.lock.lock();
            try {
                Coroutine.sleep(1_000);
                delivery.receive(packet, socket);
            } finally {
                socket.lock.unlock();
            }
        }
    }

    @Accepted
    static class SleepsUnderTheLockOfASocketRepaired {
        @Suspends
        void run(@From("POST_IP") @Transfers @GivenBack Packet packet, @From("POST_IP") Packet other,
                SocketLookup lookup,
                UdpReceive delivery) {
            UdpSocket socket = (UdpSocket) lookup.lookUp(packet);
            socket.lock.lock();
            try {
                delivery.receive(packet, socket);
            } finally {
                socket.lock.unlock();
            }
        }
    }

    @Rejected("CR005")
    static class ReleasesWhatWasDelivered {
        @Suspends
        void run(@From("POST_IP") @Transfers @GivenBack Packet packet, @From("POST_IP") Packet other,
                SocketLookup lookup,
                UdpReceive delivery) {
            UdpSocket socket = (UdpSocket) lookup.lookUp(packet);
            socket.lock.lock();
            try {
                delivery.receive(packet, socket);
                packet.release();
            } finally {
                socket.lock.unlock();
            }
        }
    }

    @Accepted
    static class ReleasesWhatWasDeliveredRepaired {
        @Suspends
        void run(@From("POST_IP") @Transfers @GivenBack Packet packet, @From("POST_IP") Packet other,
                SocketLookup lookup,
                UdpReceive delivery) {
            UdpSocket socket = (UdpSocket) lookup.lookUp(packet);
            socket.lock.lock();
            try {
                delivery.receive(packet, socket);
            } finally {
                socket.lock.unlock();
            }
        }
    }

    @Rejected("CR013")
    static class ReadsWithoutEntering {
        @Suspends
        int run(TcpConnection connection, byte[] to, Stash stash, long nowNs) {
            return connection.read(to, 0, to.length, nowNs);
        }
    }

    @Accepted
    static class ReadsWithoutEnteringRepaired {
        @Suspends
        int run(TcpConnection connection, byte[] to, Stash stash, long nowNs) {
            connection.enter();
            try {
                return connection.read(to, 0, to.length, nowNs);
            } finally {
                connection.exit();
            }
        }
    }

    @Rejected("CR016")
    static class WaitsInsideAConnection {
        @Suspends
        int run(TcpConnection connection, byte[] to, Stash stash, long nowNs) {
            connection.enter();
            try {
                Coroutine.await(stash);
                return connection.read(to, 0, to.length, nowNs);
            } finally {
                connection.exit();
            }
        }
    }

    @Accepted
    static class WaitsInsideAConnectionRepaired {
        @Suspends
        int run(TcpConnection connection, byte[] to, Stash stash, long nowNs) {
            connection.enter();
            try {
                return connection.read(to, 0, to.length, nowNs);
            } finally {
                connection.exit();
            }
        }
    }

    @Rejected("CR007")
    static class LooksAtAFrameAfterTheRead {
        @RequiresLock("connection.lock")
        int run(TcpConnection connection, byte[] to, long nowNs) {
            Packet frame = connection.received();
            connection.read(to, 0, to.length, nowNs);
            return frame.lengthBytes();
        }
    }

    @Accepted
    static class LooksAtAFrameAfterTheReadRepaired {
        @RequiresLock("connection.lock")
        int run(TcpConnection connection, byte[] to, long nowNs) {
            Packet frame = connection.received();
            int bytes = frame.lengthBytes();
            connection.read(to, 0, to.length, nowNs);
            return bytes;
        }
    }

    @Rejected("CR007")
    static class LooksAtAFrameThatWasTaken {
        @RequiresLock("connection.lock")
        int run(TcpConnection connection, long nowNs) {
            Packet frame = connection.received();
            Packet taken = connection.takeReceived(nowNs);
            if (taken != null) {
                taken.release();
            }
            return frame.lengthBytes();
        }
    }

    @Accepted
    static class LooksAtAFrameThatWasTakenRepaired {
        @RequiresLock("connection.lock")
        int run(TcpConnection connection, long nowNs) {
            Packet frame = connection.received();
            int bytes = frame.lengthBytes();
            Packet taken = connection.takeReceived(nowNs);
            if (taken != null) {
                taken.release();
            }
            return bytes;
        }
    }
}
