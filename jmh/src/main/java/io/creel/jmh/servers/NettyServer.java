package io.creel.jmh.servers;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** HTTP and echo on Netty's native epoll transport, one event loop. */
final class NettyServer implements Served {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'",
            Locale.US);
    private static final int BACKLOG = 1_024;

    private NettyServer() {
    }

    /** Opens a server whose messages run in the event loop, or in executors of their own. */
    static NettyServer open(Executor[] executors) throws Exception {
        Epoll.ensureAvailability(); // not NIO in its place
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        listen(loop, Site.HTTP_PORT, () -> new ChannelHandler[]{new HttpServerCodec(), new Answers()});
        listen(loop, Site.ECHO_PORT, () -> new ChannelHandler[]{new Echo()});
        listen(loop, Site.MESSAGE_PORT, () -> NettyMessages.handlers(Answers.ANSWERED, executors));
        return new NettyServer();
    }

    private static void listen(EventLoopGroup loop, int port, Supplier<ChannelHandler[]> handlers) throws Exception {
        new ServerBootstrap().group(loop).channel(EpollServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG).childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(handlers.get());
                    }
                }).bind(port).sync();
    }

    /** Answers each request; all answers to one read leave together. */
    private static final class Answers extends ChannelInboundHandlerAdapter {
        private static final ByteBuf BODY = Unpooled.unreleasableBuffer(Unpooled.directBuffer().writeBytes(Site.BODY));
        private static final LongAdder ANSWERED = new LongAdder();
        private static long second;
        private static CharSequence date = "";

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            try {
                if (message instanceof HttpRequest request && request.decoderResult().isFailure()) {
                    context.close();
                } else if (message instanceof LastHttpContent || !(message instanceof HttpObject)) {
                    context.write(answer());
                    ANSWERED.increment();
                }
            } finally {
                ReferenceCountUtil.release(message);
            }
        }

        private static FullHttpResponse answer() {
            FullHttpResponse answer = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK,
                    BODY.duplicate());
            answer.headers().set(HttpHeaderNames.DATE, now()).set(HttpHeaderNames.CONTENT_TYPE, Site.CONTENT_TYPE)
                    .set(HttpHeaderNames.CONTENT_LENGTH, Site.BODY.length);
            return answer;
        }

        /** Returns the Date field, made once a second, as Creel does. By the event loop. */
        private static CharSequence now() {
            long present = System.currentTimeMillis() / 1_000;
            if (present != second) {
                second = present;
                date = new io.netty.util.AsciiString(DATE.format(ZonedDateTime.now(ZoneOffset.UTC)));
            }
            return date;
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable lost) {
            context.close();
        }
    }

    /** Sends back what it receives. */
    private static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            context.write(message);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable lost) {
            context.close();
        }
    }

    @Override
    public long requests() {
        return Answers.ANSWERED.sum();
    }

    @Override
    public String counted() {
        return "transport=epoll";
    }
}
