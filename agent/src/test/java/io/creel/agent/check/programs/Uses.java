package io.creel.agent.check.programs;

import io.creel.net.Packet;

/** Methods that use a packet twice; some need one check, some two. */
final class Uses {
    private Uses() {
    }

    private static void helper() {
    }

    static int inARow(Packet packet) {
        int length = packet.lengthBytes();
        return length + packet.get8(0);
    }

    static int acrossACallOfTheUser(Packet packet) {
        int length = packet.lengthBytes();
        helper();
        return length + packet.get8(0);
    }

    static int acrossACallWithCodeOfTheUser(Packet packet) {
        int length = packet.lengthBytes();
        new Thread(Uses::helper).interrupt();
        return length + packet.get8(0);
    }

    static int acrossAnAssignment(Packet packet, Packet other) {
        int length = packet.lengthBytes();
        packet = other;
        return length + packet.get8(0);
    }

    static int behindABranch(Packet packet, boolean is) {
        int length = 0;
        if (is) {
            length = packet.lengthBytes();
        }
        return length + packet.get8(0);
    }

    static int inBothBranches(Packet packet, boolean is) {
        return is ? packet.lengthBytes() : packet.get8(0);
    }

    static int inALoop(Packet packet, int rounds) {
        int sum = 0;
        for (int i = 0; i < rounds; i++) {
            sum += packet.lengthBytes() + packet.get8(i);
        }
        return sum;
    }

    static int behindARelease(Packet packet, Packet other) {
        int length = packet.lengthBytes();
        other.release();
        return length + packet.get8(0);
    }

    static int behindAHandler(Packet packet) {
        int length;
        try {
            length = packet.lengthBytes();
        } catch (IndexOutOfBoundsException none) {
            length = 0;
        }
        return length + packet.get8(0);
    }
}
