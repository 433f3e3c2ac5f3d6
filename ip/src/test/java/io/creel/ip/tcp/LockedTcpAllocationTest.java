package io.creel.ip.tcp;

import io.creel.ip.InCoroutine;
import org.junit.jupiter.api.extension.ExtendWith;

/** Nothing is allocated by the steps that lock their connection either. */
@ExtendWith(InCoroutine.class)
class LockedTcpAllocationTest extends TcpAllocationTest {
    @Override
    boolean severalWorkers() {
        return true;
    }
}
