package io.creel.servers.live;

class TapHttpTest extends LiveHttpContract {
    @Override
    LiveHost.Link link() {
        return LiveHost.Link.TAP;
    }
}
