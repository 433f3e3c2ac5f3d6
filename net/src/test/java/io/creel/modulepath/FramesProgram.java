package io.creel.modulepath;

import io.creel.net.Nic;
import io.creel.net.Nics;

/**
 * A program on the class path that uses Creel on the module path: it opens a NIC and queries an interface of the
 * kernel.
 */
final class FramesProgram {
    private FramesProgram() {
    }

    public static void main(String[] arguments) throws Exception {
        try (Nic nic = Nics.open("memory:")) {
            System.out.println("opened by " + Nics.class.getModule() + ": " + nic.rx(0).poll(1, packet -> true));
        }
        try (Nic nic = Nics.open("afpacket:creel-none")) {
            throw new AssertionError(nic);
        } catch (java.io.IOException refused) {
            System.out.println(refused.getMessage());
        }
    }
}
