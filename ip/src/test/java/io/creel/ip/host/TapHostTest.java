package io.creel.ip.host;

import io.creel.net.live.NamespacePair;
import java.util.concurrent.Callable;

class TapHostTest extends KernelPeerContract {
    @Override
    NamespacePair open() throws Exception {
        return NamespacePair.tap();
    }

    @Override
    String word() {
        return "tap:nic0";
    }

    @Override
    String peerInterface() {
        return "nic0";
    }

    @Override
    String peerSide(String command) throws Exception {
        return namespace().nicSide(command);
    }

    @Override
    <T> T insidePeer(Callable<T> work) throws Exception {
        return namespace().inside(work);
    }
}
