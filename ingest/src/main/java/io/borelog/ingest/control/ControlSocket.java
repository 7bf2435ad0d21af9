package io.borelog.ingest.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.borelog.journal.config.ConfigurationException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;
import org.agrona.concurrent.NanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@code control.sock} on a daemon thread of its own: reads lines, hands requests to the stage's thread through a bounded queue,
 * writes the answers. Whoever asks too much at once, too long or too slowly is cut off; the stage waits for nobody.
 */
public final class ControlSocket implements AutoCloseable {
    public static final String FILE_NAME = "control.sock";
    static final int MAX_CONNECTIONS = 4;
    static final int MAX_LINE_BYTES = 64 << 10;
    static final long SILENCE_LIMIT_NS = TimeUnit.SECONDS.toNanos(30);
    private static final Logger LOGGER = LoggerFactory.getLogger(ControlSocket.class);
    private static final long LOOK_MS = 1_000;

    private final ManyToOneConcurrentArrayQueue<ControlRequest> requests = new ManyToOneConcurrentArrayQueue<>(MAX_CONNECTIONS);
    private final Path file;
    private final NanoClock clock;
    private final Selector selector;
    private final ServerSocketChannel server;
    private final Thread thread;
    private volatile boolean running = true;

    /** One peer; one request at a time. */
    private static final class Peer {
        private final ByteBuffer line = ByteBuffer.allocate(MAX_LINE_BYTES);
        private ControlRequest pending;
        private long heardNs;
    }

    private ControlSocket(final Path file, final NanoClock clock) throws IOException {
        this.file = file;
        this.clock = clock;
        final Path unready = file.resolveSibling(FILE_NAME + "~"); // nobody finds it before it is private
        Files.deleteIfExists(unready);
        selector = Selector.open();
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(unready), MAX_CONNECTIONS);
            Files.setPosixFilePermissions(unready, PosixFilePermissions.fromString("rw-------"));
            Files.move(unready, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            server.configureBlocking(false);
            server.register(selector, SelectionKey.OP_ACCEPT);
        } catch (final Throwable ex) {
            CloseHelper.closeAll(server, selector);
            throw ex;
        }
        thread = new Thread(this::serve, "control");
        thread.setDaemon(true);
    }

    /**
     * Under the writer's lock of inbound, so that a file found here is a dead process's.
     *
     * @return null where it cannot be served, as where the path is too long for a socket: ingest works all the same, and says so
     */
    public static ControlSocket open(final Path data, final NanoClock clock) {
        try {
            final ControlSocket socket = new ControlSocket(data.resolve(FILE_NAME), clock);
            socket.thread.start();
            return socket;
        } catch (final IOException | UnsupportedOperationException ex) {
            LOGGER.warn("no control socket in {}: {}", data, ex.toString());
            return null;
        }
    }

    /** Stage's thread: the next request, or null. Answer it, then call {@link #answered()}. */
    public ControlRequest poll() {
        return requests.poll();
    }

    public void answered() {
        selector.wakeup();
    }

    private void serve() {
        try {
            while (running) {
                selector.select(LOOK_MS);
                final long nowNs = clock.nanoTime();
                for (final SelectionKey key : selector.keys()) {
                    turn(key, nowNs);
                }
                selector.selectedKeys().clear();
            }
        } catch (final IOException | ClosedSelectorException ex) {
            if (running) {
                LOGGER.error("the control socket has ended", ex);
            }
        }
    }

    private void turn(final SelectionKey key, final long nowNs) throws IOException {
        if (key.channel() == server) {
            accept(nowNs);
            return;
        }
        final Peer peer = (Peer) key.attachment();
        try {
            if (key.isValid() && !turn((SocketChannel) key.channel(), peer, nowNs)) {
                key.channel().close();
            }
        } catch (final IOException ex) {
            key.channel().close(); // the peer has gone
        }
    }

    private void accept(final long nowNs) throws IOException {
        final SocketChannel channel = server.accept();
        if (channel == null) {
            return;
        }
        if (selector.keys().size() > MAX_CONNECTIONS) {
            channel.close();
            return;
        }
        final Peer peer = new Peer();
        peer.heardNs = nowNs;
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, peer);
    }

    /** @return false where the peer is to be cut off. */
    private boolean turn(final SocketChannel channel, final Peer peer, final long nowNs) throws IOException {
        if (peer.pending != null) {
            final String answer = peer.pending.answer();
            if (answer == null) {
                return true; // the stage is at it; nothing more is read till then
            }
            peer.pending = null;
            peer.heardNs = nowNs;
            channel.keyFor(selector).interestOps(SelectionKey.OP_READ);
            return write(channel, answer);
        }
        final int read = channel.read(peer.line);
        if (read > 0) {
            peer.heardNs = nowNs;
        }
        final int end = lineEnd(peer.line);
        if (end < 0) {
            return read >= 0 && peer.line.hasRemaining() && nowNs - peer.heardNs < SILENCE_LIMIT_NS;
        }
        final String line = new String(peer.line.array(), 0, end, UTF_8);
        peer.line.flip().position(end + 1);
        peer.line.compact();
        try {
            peer.pending = ControlRequest.parse(line);
        } catch (final ConfigurationException ex) {
            return write(channel, ControlRequest.refusal(ex.getMessage()));
        }
        channel.keyFor(selector).interestOps(0);
        return requests.offer(peer.pending); // as many places as peers
    }

    private static int lineEnd(final ByteBuffer line) {
        for (int i = 0; i < line.position(); i++) {
            if (line.get(i) == '\n') {
                return i;
            }
        }
        return -1;
    }

    /** An answer fits the socket's buffer, but where the peer reads none of them. */
    private static boolean write(final SocketChannel channel, final String answer) throws IOException {
        final ByteBuffer bytes = ByteBuffer.wrap((answer + '\n').getBytes(UTF_8));
        channel.write(bytes);
        return !bytes.hasRemaining();
    }

    @Override
    public void close() {
        running = false;
        selector.wakeup();
        try {
            thread.join(LOOK_MS);
            Files.deleteIfExists(file);
        } catch (final InterruptedException ex) {
            Thread.currentThread().interrupt();
        } catch (final IOException ex) {
            LOGGER.warn("{} stays: {}", file, ex.toString());
        }
        selector.keys().forEach(key -> CloseHelper.quietClose(key.channel()));
        CloseHelper.closeAll(server, selector);
    }
}
