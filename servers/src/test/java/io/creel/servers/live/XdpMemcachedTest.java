package io.creel.servers.live;

class XdpMemcachedTest extends LiveMemcachedContract {
    @Override
    LiveHost.Link link() {
        return LiveHost.Link.AFXDP;
    }
}
