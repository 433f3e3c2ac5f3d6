package io.creel.ip.fragment;

import io.creel.core.CheckReturnValue;
import io.creel.core.spec.Acquires;
import io.creel.core.spec.From;
import io.creel.core.spec.Place;
import io.creel.core.spec.RunsOn;
import io.creel.core.spec.Transfers;
import io.creel.core.spec.Result;
import io.creel.net.Packet;
import org.jspecify.annotations.Nullable;

/** What becomes of a fragment. */
@FunctionalInterface
public interface FragmentReceive {
    /**
     * Takes a fragment.
     *
     * @param fragment a datagram that is a fragment, parsed and for this host
     * @return a whole frame if this was the last missing fragment, to begin the path anew; null otherwise
     */
    @CheckReturnValue
    @Acquires(when = Result.NON_NULL)
    @RunsOn(Place.COROUTINE)
    @Nullable
    Packet receive(@From("POST_IP") @Transfers Packet fragment);
}
