package app;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.schedulers.policy.Policies;
import io.creel.schedulers.policy.PolicyAxis;
import org.junit.jupiter.api.Test;

class MainTest {
    @Test
    void runsUnderTheArguments() throws Exception {
        Main.main(new String[0]);
        assertTrue(Policies.names(PolicyAxis.WHEN).contains("newest-first"));
    }
}
