package io.creel.probe;

import io.creel.core.Carrier;
import io.creel.core.Coroutine;

/** Starts one coroutine; outside Creel's packages, so that it can run beside Creel as a named module. */
public final class StartProbe {
    private StartProbe() {
    }

    public static void main(String[] args) {
        Carrier carrier = new Carrier("carrier");
        carrier.resume(Coroutine.create(argument -> System.out.println("ran in module "
                + Carrier.class.getModule().getName()), null));
    }
}
