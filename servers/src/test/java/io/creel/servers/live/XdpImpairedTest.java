package io.creel.servers.live;

class XdpImpairedTest extends LiveImpairedContract {
    @Override
    LiveHost.Link link() {
        return LiveHost.Link.AFXDP;
    }
}
