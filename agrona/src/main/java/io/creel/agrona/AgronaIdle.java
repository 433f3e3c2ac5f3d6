package io.creel.agrona;

import io.creel.schedulers.IdleStrategy;
import java.util.Objects;

/**
 * An idle strategy of Agrona's as one of a worker. It cannot be woken and knows no deadlines, so an idle worker sees both as late as
 * the strategy lets it. One object per worker, as for every {@link IdleStrategy}:
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
     *            which no other worker uses, unless it is one of the stateless ones
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

    @Override
    public void reset() {
        strategy.reset();
    }

    @Override
    public String toString() {
        return strategy.alias();
    }
}
