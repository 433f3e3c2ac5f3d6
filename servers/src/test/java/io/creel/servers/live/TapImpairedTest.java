package io.creel.servers.live;

class TapImpairedTest extends LiveImpairedContract {
    @Override
    LiveHost.Link link() {
        return LiveHost.Link.TAP;
    }
}
