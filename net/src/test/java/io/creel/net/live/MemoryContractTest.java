package io.creel.net.live;

class MemoryContractTest extends EchoContract {
    @Override
    TestLink open() {
        return new MemoryLink();
    }
}
