package io.creel.ip.tcp;

import io.creel.ip.InCoroutine;
import org.junit.jupiter.api.extension.ExtendWith;

/** The model through the steps that lock their connection. */
@ExtendWith(InCoroutine.class)
class LockedModelTest extends ModelTest {
    @Override
    boolean severalWorkers() {
        return true;
    }
}
