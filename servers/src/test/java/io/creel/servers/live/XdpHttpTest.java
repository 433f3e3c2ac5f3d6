package io.creel.servers.live;

class XdpHttpTest extends LiveHttpContract {
    @Override
    LiveHost.Link link() {
        return LiveHost.Link.AFXDP;
    }
}
