package io.creel.jmh.polled;

import io.creel.core.Body;
import java.util.function.LongUnaryOperator;

/** A request that computes so many pieces and knows nothing of coroutines. */
public final class LongRequest implements Body<Object> {
    private final int pieces;
    private final LongUnaryOperator piece;
    private final Runnable ended;

    public LongRequest(int pieces, LongUnaryOperator piece, Runnable ended) {
        this.pieces = pieces;
        this.piece = piece;
        this.ended = ended;
    }

    @Override
    public void run(Object argument) {
        long state = pieces;
        for (int i = 0; i < pieces && state != 0; i++) {
            state = piece.applyAsLong(state);
        }
        ended.run();
    }
}
