package io.creel.net.xdp;

import io.creel.net.Nic;
import io.creel.net.driver.SchemeDriver;
import java.io.IOException;

/** Opens {@code afxdp:IF[:queue]}. */
public final class XdpDriver extends SchemeDriver {
    /** Makes the driver; called by {@link java.util.ServiceLoader}. */
    public XdpDriver() {
        super(XdpOptions.USAGE, "AF_XDP needs an interface");
    }

    @Override
    protected Nic openTarget(String target) throws IOException {
        int end = 0;
        while (end < target.length() && target.charAt(end) != ':' && target.charAt(end) != ',') {
            end++;
        }
        if (end == 0) {
            throw missing(target);
        }
        return XdpNic.open(target.substring(0, end), XdpOptions.parse(target.substring(end), "afxdp:" + target));
    }
}
