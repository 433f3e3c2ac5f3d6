package io.creel.net.live;

import io.creel.net.memory.MemoryNic;

class MemoryContractTest extends EchoContract {
    @Override
    TestLink open() {
        MemoryNic nic = MemoryNic.pair();
        return new MemoryLink(nic, nic.peer());
    }
}
