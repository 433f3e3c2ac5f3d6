package io.creel.ip.tcp;

import io.creel.ip.InCoroutine;
import org.junit.jupiter.api.extension.ExtendWith;

/** Any peer against the steps that lock their connection. */
@ExtendWith(InCoroutine.class)
class LockedHostileSegmentsTest extends HostileSegmentsTest {
    @Override
    boolean severalWorkers() {
        return true;
    }
}
