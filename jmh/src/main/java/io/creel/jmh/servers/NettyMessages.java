package io.creel.jmh.servers;

import io.creel.servers.message.WorkProtocol;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.util.concurrent.DefaultEventExecutor;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;

/** Messages in the event loop, or in an executor per class. */
final class NettyMessages extends ChannelInboundHandlerAdapter {
    private static final int MOST_BYTES = 4_096;

    private final LongAdder answered;
    /** An executor per class. */
    private final Executor[] executors;

    private NettyMessages(LongAdder answered, Executor[] executors) {
        this.answered = answered;
        this.executors = executors;
    }

    /** Returns executors that run their tasks at once, in the event loop. */
    static Executor[] inEventLoop() {
        return new Executor[]{Runnable::run, Runnable::run};
    }

    /** Returns a thread per class. */
    static Executor[] perClass() {
        return new Executor[]{new DefaultEventExecutor(), new DefaultEventExecutor()};
    }

    static ChannelHandler[] handlers(LongAdder answered, Executor[] executors) {
        return new ChannelHandler[]{
                new LengthFieldBasedFrameDecoder(MOST_BYTES, 0, WorkProtocol.PREFIX_BYTES, 0,
                        WorkProtocol.PREFIX_BYTES),
                new NettyMessages(answered, executors)};
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf request = (ByteBuf) message;
        int length = request.readableBytes();
        int from = request.readerIndex();
        boolean good = length >= WorkProtocol.REQUEST_BYTES && WorkProtocol.isRequest(length, request.getInt(from),
                request.getInt(from + WorkProtocol.ROUNDS), Site.MOST_ROUNDS);
        if (!good) {
            request.release();
            context.close();
            return;
        }
        int kind = request.getByte(from);
        int rounds = request.getInt(from + WorkProtocol.ROUNDS);
        long id = request.getLong(from + WorkProtocol.ID);
        request.release();
        executors[kind].execute(() -> answer(context, kind, rounds, id));
    }

    private void answer(ChannelHandlerContext context, int kind, int rounds, long id) {
        long result = WorkProtocol.work(id, rounds);
        ByteBuf answer = context.alloc().ioBuffer(WorkProtocol.PREFIX_BYTES + WorkProtocol.ANSWER_BYTES);
        answer.writeInt(WorkProtocol.ANSWER_BYTES).writeInt(kind << 24).writeInt(rounds).writeLong(id)
                .writeLong(result);
        answered.increment();
        context.writeAndFlush(answer, context.voidPromise());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable lost) {
        context.close();
    }
}
