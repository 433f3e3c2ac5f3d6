package io.creel.jmh.policy;

import kotlin.ResultKt;
import kotlin.Unit;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.intrinsics.IntrinsicsKt;
import kotlin.coroutines.jvm.internal.ContinuationImpl;
import kotlinx.coroutines.BuildersKt;
import kotlinx.coroutines.CoroutineStart;
import kotlinx.coroutines.Dispatchers;
import kotlinx.coroutines.GlobalScope;
import kotlinx.coroutines.YieldKt;

/**
 * A request as a coroutine of kotlinx.coroutines on its default dispatcher. It is the state machine that Kotlin's
 * compiler makes of a loop over pieces with a {@code yield()} after every few of them, written by hand.
 */
final class KotlinJob extends ContinuationImpl {
    private static final long serialVersionUID = 1;
    private static final Object SUSPENDED = IntrinsicsKt.getCOROUTINE_SUSPENDED();

    private final transient OpenLoad load;
    private final int request;
    private final int piecesAYield;
    private int left;
    private long state;

    private KotlinJob(OpenLoad load, int request, int piecesAYield, Continuation<Object> end) {
        super(end);
        this.load = load;
        this.request = request;
        this.piecesAYield = piecesAYield;
        left = load.pieces(request);
        state = request + 1L;
    }

    /** Launches the request. With {@link Integer#MAX_VALUE} pieces per yield it never yields. */
    static void launch(OpenLoad load, int request, int piecesAYield) {
        BuildersKt.launch(GlobalScope.INSTANCE, Dispatchers.getDefault(), CoroutineStart.DEFAULT,
                (scope, end) -> new KotlinJob(load, request, piecesAYield, erased(end))
                        .invokeSuspend(Unit.INSTANCE));
    }

    @SuppressWarnings("unchecked") // the value that it is resumed with is not used
    private static Continuation<Object> erased(Continuation<?> end) {
        return (Continuation<Object>) end;
    }

    @SuppressWarnings("unchecked") // as above
    private static Continuation<Unit> unit(Continuation<?> any) {
        return (Continuation<Unit>) any;
    }

    @Override
    protected Object invokeSuspend(Object result) {
        ResultKt.throwOnFailure(result);
        int untilYield = piecesAYield;
        while (left > 0 && state != 0) {
            state = load.piece(request, state);
            left--;
            if (--untilYield == 0 && left > 0) {
                untilYield = piecesAYield;
                if (YieldKt.yield(unit(this)) == SUSPENDED) {
                    return SUSPENDED;
                }
            }
        }
        load.ended(request);
        return Unit.INSTANCE;
    }
}
