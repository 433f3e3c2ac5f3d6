package io.creel.net.live;

import io.creel.net.Nics;

class SwitchContractTest extends EchoContract {
    @Override
    TestLink open() throws Exception {
        return new MemoryLink(Nics.open("switch:contract"), Nics.open("switch:contract"));
    }
}
