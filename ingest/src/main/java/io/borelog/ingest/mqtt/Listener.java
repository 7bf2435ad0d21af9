package io.borelog.ingest.mqtt;

import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The listening socket and its one event loop: native epoll where there is one, NIO elsewhere. */
final class Listener {
    private static final int BACKLOG = 1_024;
    private static final WriteBufferWaterMark WRITE_MARKS = new WriteBufferWaterMark(128 << 10, 512 << 10);
    private static final long STOP_LIMIT_SECONDS = 10;

    private final String host;
    private final int askedPort;
    private EventLoopGroup group;
    private EventLoop loop;
    private Channel server;

    Listener(final String host, final int port) {
        this.host = host;
        this.askedPort = port;
    }

    /** @param handlers adds those of a new socket. */
    void start(final Consumer<ChannelPipeline> handlers) {
        final boolean epoll = Epoll.isAvailable();
        final IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        final Class<? extends ServerChannel> type = epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        group = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("mqtt"), io);
        loop = group.next();
        final ServerBootstrap bootstrap = new ServerBootstrap()
            .group(group)
            .channel(type)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WRITE_MARKS)
            .childHandler(new ChannelInitializer<SocketChannel>() {
                @Override
                protected void initChannel(final SocketChannel channel) {
                    handlers.accept(channel.pipeline());
                }
            });
        final var bound = bootstrap.bind(host, askedPort).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new StageException(ExitCode.LOCKED,
                "cannot listen on " + host + ':' + askedPort + " (mqtt.host, mqtt.port): " + bound.cause().getMessage(), bound.cause());
        }
        server = bound.channel();
    }

    String host() {
        return host;
    }

    int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    EventLoop loop() {
        return loop;
    }

    void every(final long periodNs, final Runnable task) {
        loop.scheduleAtFixedRate(task, periodNs, periodNs, TimeUnit.NANOSECONDS);
    }

    /** Runs on the loop; returns when it has. */
    void call(final Runnable task) {
        if (loop != null) {
            loop.submit(task).syncUninterruptibly();
        }
    }

    void stopAccepting() {
        if (server != null) {
            server.close().awaitUninterruptibly();
        }
    }

    /** Flushes what was written, closes every socket, ends the loop. */
    void close() {
        stopAccepting();
        if (group != null) {
            group.shutdownGracefully(0, STOP_LIMIT_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }
}
