package io.creel.servers.live;

class TapMemcachedTest extends LiveMemcachedContract {
    @Override
    LiveHost.Link link() {
        return LiveHost.Link.TAP;
    }
}
