package io.creel.servers.live;

class TapBlockingHttpTest extends LiveHttpContract {
    @Override
    LiveHost.Link link() {
        return LiveHost.Link.TAP;
    }

    @Override
    boolean blocking() {
        return true;
    }
}
