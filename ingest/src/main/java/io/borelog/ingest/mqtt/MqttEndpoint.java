package io.borelog.ingest.mqtt;

import io.borelog.ingest.admit.PublishBatch;
import io.borelog.ingest.admit.PublishQueue;
import io.borelog.ingest.deliver.Deliveries;
import io.borelog.ingest.deliver.SessionFiles;
import io.borelog.journal.config.Setting;
import io.borelog.journal.config.Settings;
import io.borelog.journal.stage.StageContext;
import io.borelog.journal.stage.StageCounter;
import io.borelog.journal.stage.StageFile;
import io.borelog.journal.stage.StageRunner;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.errors.DistinctErrorLog;

/**
 * The endpoint as a whole: who is connected, when reading stops and goes on, what leaves at the end of a turn. The stage's thread calls
 * {@link #start}, {@link #acknowledge}, {@link #check}, {@link #report}, {@link #stopReading} and {@link #close}; all else is the loop's.
 */
public final class MqttEndpoint {
    private static final long SWEEP_NS = 100_000_000L;
    private static final long KEEP_NS = 1_000_000_000L;
    private static final long HIGHEST_LATENCY_US = 60_000_000L;

    private final NanoClock clock;
    private final EpochNanoClock wallClock;
    private final PublishQueue queue;
    private final Deliveries deliveries;
    private final SessionRecovery recovery;
    private final Limits limits;
    private final Listener listener;
    private final Sessions sessions;
    private final Connecting connecting;
    private final Publishing publishing;
    private final Subscribing subscribing;
    private final StageFile stageFile;
    private final DistinctErrorLog errorLog;
    private final Set<Connection> connections = new HashSet<>();
    private final List<Connection> toFlush = new ArrayList<>();
    private final Runnable takeBack = this::takeBack;
    private final Runnable wakeStage = this::wakeStage;
    private final Consumer<PublishBatch> onCommitted = this::onCommitted;
    private final SingleWriterRecorder latencyUs = new SingleWriterRecorder(1, HIGHEST_LATENCY_US, 2);
    private final Histogram allLatencyUs = new Histogram(1, HIGHEST_LATENCY_US, 2); // stage's thread
    private Histogram intervalLatencyUs;
    private boolean wakingStage;
    private long takenBackNs;
    private long nextKeepNs;
    private boolean paused;
    private boolean stopping;
    private long refusedOnLoop;
    private long pausesOnLoop;
    private volatile boolean refusing;
    private volatile long refused;
    private volatile long pauses;
    private volatile int connectionCount;
    private volatile int sessionCount;
    private volatile int inFlight;
    private volatile Throwable failure;

    private MqttEndpoint(
        final StageContext context, final NanoClock clock, final PublishQueue queue, final SessionFiles files,
        final Deliveries deliveries) {
        final Settings settings = context.settings();
        this.clock = clock;
        this.wallClock = context.wallClock();
        this.queue = queue;
        this.deliveries = deliveries;
        this.stageFile = context.stageFile();
        this.errorLog = stageFile.errorLog();
        this.limits = Limits.of(settings);
        this.nextKeepNs = clock.nanoTime() + KEEP_NS;
        this.listener = new Listener(settings.text(Setting.MQTT_HOST), settings.number(Setting.MQTT_PORT));
        this.recovery = new SessionRecovery(context, files);
        this.sessions = new Sessions(deliveries, queue, this::nowMs);
        this.connecting = new Connecting(this, sessions, limits);
        this.publishing = new Publishing(this, queue, limits);
        this.subscribing = new Subscribing(this, deliveries);
    }

    public static MqttEndpoint create(final StageContext context, final NanoClock clock, final PublishQueue queue) {
        final SessionFiles files = new SessionFiles(context.data());
        return new MqttEndpoint(context, clock, queue, files, new Deliveries(context, files));
    }

    /** Opens the port. @throws io.borelog.journal.StageException LOCKED where it is in use. */
    public void start() {
        deliveries.start(recovery.recover(sessions));
        sessions.settle(stageFile.limit());
        listener.start(this::addHandlers);
        listener.every(SWEEP_NS, this::sweep);
    }

    /** Of a new socket, in the order of its bytes. */
    void addHandlers(final ChannelPipeline pipeline) {
        final ConnectionHandler handler = new ConnectionHandler(this);
        pipeline.addLast(new PublishReader(this, handler, limits.maxPacket()), new MqttDecoder(limits.maxPacket()), MqttEncoder.INSTANCE,
            handler);
    }

    public String host() {
        return listener.host();
    }

    /** The actual one, where 0 was asked for. */
    public int port() {
        return listener.port();
    }

    /** @throws RuntimeException what ended the delivery thread: fatal to the stage. */
    public void check() {
        if (failure != null) {
            throw new IllegalStateException("the endpoint failed", failure);
        }
        deliveries.check();
    }

    /** After a commit, or a refusal. */
    public void acknowledge() {
        queue.wakeReceiver(listener.loop(), takeBack);
    }

    private void takeBack() {
        try {
            acknowledgeCommitted();
        } catch (final Throwable ex) {
            failure = ex; // acknowledgements may be missing: the stage ends, and the clients send again
        }
    }

    private void acknowledgeCommitted() {
        takenBackNs = clock.nanoTime();
        queue.takeBack(onCommitted);
        inFlight = queue.count();
        if (paused && queue.isLow() && !stopping) {
            paused = false;
            setReading(true);
        }
        endOfTurn();
    }

    private void onCommitted(final PublishBatch batch) {
        sessions.settle(batch.lastSeq());
        if (batch.acknowledgements() > 0 && !batch.isRefused()) {
            latencyUs.recordValueWithCount(
                Math.max(1, Math.min(HIGHEST_LATENCY_US, (takenBackNs - batch.receivedNs()) / 1_000)), batch.acknowledgements());
        }
    }

    /** Each second, into the stage file. */
    public void report(final StageFile into) {
        intervalLatencyUs = latencyUs.getIntervalHistogram(intervalLatencyUs);
        allLatencyUs.add(intervalLatencyUs);
        into.latencies(allLatencyUs);
        into.set(StageCounter.CONNECTIONS, connectionCount);
        into.set(StageCounter.SESSIONS, sessionCount);
        into.set(StageCounter.IN_FLIGHT, inFlight);
        into.set(StageCounter.RING_FULL, pauses);
        into.set(StageCounter.REFUSED, refused);
    }

    /** Ordered stop, first half: nothing new comes in after this. */
    public void stopReading() {
        listener.stopAccepting();
        listener.call(() -> {
            stopping = true;
            setReading(false);
        });
    }

    /** Ordered stop, second half. @param orderly whether what was journaled may still be acknowledged. */
    public void close(final boolean orderly) {
        if (orderly) {
            listener.call(() -> {
                takeBack();
                for (final Connection connection : List.copyOf(connections)) {
                    connection.will = null; // the server leaves, not the client
                    connection.disconnect(Reason.SHUTTING_DOWN);
                }
                sessions.keepChanged();
            });
        }
        listener.close();
        deliveries.close();
    }

    Connecting connecting() {
        return connecting;
    }

    Publishing publishing() {
        return publishing;
    }

    Subscribing subscribing() {
        return subscribing;
    }

    long nowNs() {
        return clock.nanoTime();
    }

    long nowMs() {
        return wallClock.nanoTime() / 1_000_000L;
    }

    /** @return null where there are too many. */
    Connection accepted(final Channel channel) {
        if (stopping || connections.size() >= limits.maxConnections()) {
            countRefused();
            return null;
        }
        final Connection connection = new Connection(channel, this, clock.nanoTime());
        connections.add(connection);
        connectionCount = connections.size();
        return connection;
    }

    /** Idempotent: whoever notices first. */
    void closed(final Connection connection) {
        if (!connection.markClosed()) {
            return;
        }
        connections.remove(connection);
        connectionCount = connections.size();
        if (connection.session != null) {
            publishing.offer(connection); // what it has published comes before its will
            if (connection.will != null) {
                publishing.will(connection, connection.will);
            }
            sessions.detach(connection.session, connection, nowMs());
            sessionCount = sessions.size();
        }
    }

    void flushLater(final Connection connection) {
        toFlush.add(connection);
    }

    void endOfTurn() {
        for (int i = 0; i < toFlush.size(); i++) {
            toFlush.get(i).flush();
        }
        toFlush.clear();
    }

    /**
     * The stage's thread is told when all sockets are read that have something: they make one group.
     *
     * @param connection that has just published
     */
    void offered(final Connection connection) {
        if (!wakingStage) {
            wakingStage = true;
            connection.channel.eventLoop().execute(wakeStage);
        }
        pauseWhenHigh(connection);
    }

    private void wakeStage() {
        wakingStage = false;
        queue.wakeStage();
    }

    private void pauseWhenHigh(final Connection connection) {
        if (paused) {
            connection.channel.config().setAutoRead(false);
        } else if (queue.isHigh()) {
            paused = true;
            pauses = ++pausesOnLoop;
            setReading(false);
        }
    }

    /** Publishers only: a subscriber's acknowledgements must go on arriving, or nothing would drain. */
    private void setReading(final boolean reading) {
        for (final Connection connection : connections) {
            if (connection.publishes) {
                connection.channel.config().setAutoRead(reading);
            }
        }
    }

    /** Stage's thread: no space, so publishes of 5.0 are refused with a reason; those of 3.1.1 wait in the queue till reading stops. */
    public void refusing(final boolean forSpace) {
        refusing = forSpace;
    }

    boolean isRefusing() {
        return refusing;
    }

    /** Ten times a second. */
    private void sweep() {
        try {
            sweepConnections();
            sessions.expire(nowMs());
            sessionCount = sessions.size();
            inFlight = queue.count();
            if (clock.nanoTime() - nextKeepNs >= 0) {
                nextKeepNs = clock.nanoTime() + KEEP_NS;
                sessions.keepChanged();
            }
        } catch (final Throwable ex) {
            failure = ex;
        }
    }

    /** Closes who has been silent for too long. */
    private void sweepConnections() {
        final long nowNs = clock.nanoTime();
        for (final Connection connection : List.copyOf(connections)) {
            final long limitNs = connection.session == null ? Limits.CONNECT_TIMEOUT_NS : connection.keepAliveNs;
            if (paused && connection.publishes) {
                connection.lastPacketNs = nowNs; // its silence is our doing
            } else if (limitNs > 0 && nowNs - connection.lastPacketNs > limitNs) {
                connection.refuse(Reason.KEEP_ALIVE_TIMEOUT);
            }
        }
    }

    void countRefused() {
        refused = ++refusedOnLoop;
    }

    /** A fault of ours, not of a peer. */
    void unexpected(final Throwable cause) {
        StageRunner.record(stageFile, errorLog, cause);
    }
}
