package io.creel.servers.http;

/** The same contract, served by blocking code in virtual threads. */
class BlockingHttpServiceTest extends HttpServiceTest {
    @Override
    HttpRig rig() {
        return rig(BlockingHandler.handler(new BlockingTrialSite()));
    }

    @Override
    HttpRig rig(HttpHandler handler, HttpLimits limits) {
        return HttpRig.onThreads(handler, limits);
    }
}
