package io.creel.servers.live;

class XdpBlockingHttpTest extends LiveHttpContract {
    @Override
    LiveHost.Link link() {
        return LiveHost.Link.AFXDP;
    }

    @Override
    boolean blocking() {
        return true;
    }
}
