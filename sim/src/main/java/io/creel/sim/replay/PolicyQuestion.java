package io.creel.sim.replay;

/** The questions to a policy and the reports it gets, each with its number of arguments. */
enum PolicyQuestion {
    ATTACH(0), PLACE(1), REFUSED(1), NEXT(1), AT_MOST(3), JOINS(2), WAITS(1), WAKE(2), WAKE_AFTER(1), REBALANCE(
            1), BEGAN(1), RAN(4), ENTER(2), SUSPENDED(2), TAKE(1), STOLEN(
                    2), MERGE(0), PREEMPTS(
                            0), ACCOUNT(0), CHARGE(2), QUANTUM_NS(0), OLDEST_READY_NS(0), SCALE(3), REFILL(1);

    static final PolicyQuestion[] ALL = values();

    final int numbers;

    PolicyQuestion(int numbers) {
        this.numbers = numbers;
    }
}
