package io.creel.ip.host;

import io.creel.net.live.NamespacePair;
import java.util.concurrent.Callable;

/** Over a veth pair. */
class XdpHostTest extends KernelPeerContract {
    @Override
    NamespacePair open() throws Exception {
        return NamespacePair.create();
    }

    @Override
    String word() {
        return "afxdp:nic0";
    }

    @Override
    String peerInterface() {
        return "peer0";
    }

    @Override
    String peerSide(String command) throws Exception {
        return namespace().peerSide(command);
    }

    @Override
    <T> T insidePeer(Callable<T> work) throws Exception {
        return namespace().insidePeer(work);
    }
}
