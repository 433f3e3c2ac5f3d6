package io.creel.agrona;

import io.creel.schedulers.IdleStrategy;
import java.util.Objects;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.NoOpIdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;

/**
 * Adapts an idle strategy of Agrona's to a worker. Agrona's strategies cannot be woken and know no deadlines, so an
 * idle worker notices wake-ups and deadlines only after the strategy's own delay. One object per worker, as for every
 * {@link IdleStrategy}:
 *
 * <pre>{@code
 * WorkerGroup.builder("net", 2).idle(() -> new AgronaIdle(new BackoffIdleStrategy())).build()
 * }</pre>
 */
public final class AgronaIdle implements IdleStrategy {
    private final org.agrona.concurrent.IdleStrategy strategy;

    /**
     * Adapts a strategy.
     *
     * @param strategy
     *            a strategy that no other worker uses, unless it is stateless
     */
    public AgronaIdle(org.agrona.concurrent.IdleStrategy strategy) {
        this.strategy = Objects.requireNonNull(strategy, "strategy");
    }

    @Override
    public void idle(int workCount) {
        strategy.idle(workCount);
    }

    @Override
    public void idle() {
        strategy.idle();
    }

    /** {@return whether the strategy is none of those of Agrona's that never leave the core} */
    @Override
    public boolean givesUpCore() {
        return !(strategy instanceof BusySpinIdleStrategy || strategy instanceof NoOpIdleStrategy
                || strategy instanceof YieldingIdleStrategy);
    }

    @Override
    public void reset() {
        strategy.reset();
    }

    @Override
    public String toString() {
        return strategy.alias();
    }
}
