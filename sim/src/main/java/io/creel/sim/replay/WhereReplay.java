package io.creel.sim.replay;

import io.creel.core.Coroutine;
import io.creel.schedulers.policy.Policies;
import io.creel.schedulers.where.Where;

/** Replays a <em>where</em>. It needs no handles, because the record has the hints about them. */
final class WhereReplay extends Replay {
    private static final Coroutine NOBODY = Coroutine.create(ignored -> {
    }, null);

    private final Where policy;

    WhereReplay(DecisionLog log, String policy) {
        super(log);
        long[] numbers = log.numbers();
        if (numbers.length > 0 && numbers[0] != DecisionLog.ASKED + PolicyQuestion.ATTACH.ordinal()) {
            throw new IllegalArgumentException("decisions cannot be replayed: decision=1, asked="
                    + DecisionLog.word(PolicyQuestion.ALL[(int) numbers[0] - DecisionLog.ASKED]) + ", expected="
                    + DecisionLog.word(PolicyQuestion.ATTACH) + ", with which the decisions of a where begin");
        }
        this.policy = Policies.where(policy, context(log.types()));
        this.policy.queues(log.workers());
    }

    @Override
    long answer(PolicyQuestion asked, long first, long second, long third, long fourth) {
        return WhereQuestions.of(policy, asked, first, second, third, fourth, NOBODY, this);
    }
}
