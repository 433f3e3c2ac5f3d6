package io.creel.sim.replay;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.queues.ListStash;
import io.creel.schedulers.policy.Policies;
import io.creel.schedulers.when.ReadyTime;
import io.creel.schedulers.when.When;
import java.util.IdentityHashMap;
import java.util.Map;

/** Replays a <em>when</em>, with a stand-in for each handle that entered: never begun, known by its number. */
final class WhenReplay extends Replay {
    private static final Coroutine NOBODY = standIn();

    private final When policy;
    private final Map<Coroutine, Long> entries = new IdentityHashMap<>();
    private final ListStash stolen = new ListStash("stolen");

    WhenReplay(DecisionLog log, String policy) {
        super(log);
        this.policy = Policies.when(policy, "replay", context(log.types()));
    }

    private static Coroutine standIn() {
        return Coroutine.create(ignored -> {
        }, null);
    }

    private Coroutine fresh(long number, long readyNs) {
        Coroutine handle = standIn();
        ReadyTime.stamp(handle, readyNs);
        entries.put(handle, number);
        return handle;
    }

    @Override
    long answer(PolicyQuestion asked, long first, long second, long third, long fourth) {
        switch (asked) {
            case ENTER -> {
                return policy.entry().push(fresh(first, second)) ? 1 : 0;
            }
            case SUSPENDED -> {
                return policy.suspended(fresh(first, second)) == null ? 1 : 0;
            }
            case TAKE -> {
                return take((int) first);
            }
            case STOLEN -> {
                if (!stolen.push(fresh(first, second))) {
                    throw new IllegalStateException("the list of a replay refused a handle: stash=" + stolen);
                }
            }
            case MERGE -> policy.merge(stolen.drain(new Batch(Math.max(1, stolen.size())), stolen.size()));
            case PREEMPTS -> {
                return policy.preempts(NOBODY) ? 1 : 0;
            }
            case ACCOUNT -> {
                return policy.account(NOBODY);
            }
            case CHARGE -> policy.charge((int) first, second);
            case QUANTUM_NS -> {
                return policy.quantumNs();
            }
            case OLDEST_READY_NS -> {
                return policy.oldestReadyNs();
            }
            default -> throw new IllegalArgumentException("no question to a when: asked=" + DecisionLog.word(asked));
        }
        return 0;
    }

    @SuppressWarnings("NullAway") // each handle of the policy has an entry
    private long take(int max) {
        Batch batch = new Batch(Math.max(1, max));
        policy.take(batch, max);
        int count = batch.size();
        for (int i = 0; i < count; i++) {
            picks(i, entries.remove(batch.take()));
        }
        return count;
    }
}
