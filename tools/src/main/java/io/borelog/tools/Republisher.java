package io.borelog.tools;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import io.borelog.journal.stage.ExitCode;
import io.borelog.journal.stage.StageException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Publishes at QoS 1, a bounded window at a time, in the order of the calls. Used by one thread; the client's threads only give back places
 * in the window and note the first failure, after which nothing more is sent.
 */
final class Republisher implements AutoCloseable {
    private static final long LIMIT_SECONDS = 20;

    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final String address;
    private final int window;
    private final Semaphore places;
    private final Mqtt3AsyncClient client;
    private long sent;

    /** @param address HOST:PORT, or HOST for port 1883 */
    Republisher(final String address, final String clientId, final int window) {
        this.address = address.matches(".*:\\d{1,5}") ? address : address + ":1883";
        this.window = window;
        places = new Semaphore(window);
        client = MqttClient.builder()
            .useMqttVersion3()
            .identifier(clientId)
            .serverHost(Endpoint.host(this.address).replaceAll("[\\[\\]]", ""))
            .serverPort(Endpoint.port(this.address))
            .addDisconnectedListener(context -> failure.compareAndSet(null, context.getCause()))
            .buildAsync();
    }

    /** @throws StageException CHECK_FAILED where nobody answers */
    void connect() throws InterruptedException {
        try {
            client.connectWith().cleanSession(true).send().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (final ExecutionException ex) {
            throw new StageException(ExitCode.CHECK_FAILED, "cannot connect to " + address + ": " + reason(ex.getCause()), ex);
        } catch (final TimeoutException ex) {
            throw new StageException(ExitCode.CHECK_FAILED, "no answer from " + address + " within " + LIMIT_SECONDS + " s", ex);
        }
    }

    /** Waits for a place in the window. @throws StageException CHECK_FAILED where the connection is lost */
    void send(final String topic, final byte[] body) throws InterruptedException {
        take(1);
        sent++;
        client.publishWith().topic(topic).qos(MqttQos.AT_LEAST_ONCE).payload(body).send().whenComplete((publish, ex) -> {
            if (ex != null) {
                failure.compareAndSet(null, ex);
            }
            places.release();
        });
    }

    /** Returns when everything is acknowledged. */
    void awaitAcks() throws InterruptedException {
        take(window);
        places.release(window);
    }

    private void take(final int count) throws InterruptedException {
        final boolean taken = places.tryAcquire(count, LIMIT_SECONDS, TimeUnit.SECONDS);
        if (failure.get() != null || !taken) {
            throw new StageException(ExitCode.CHECK_FAILED, (taken ? address + " is lost" : address + " does not acknowledge") + " after "
                + sent + " messages were sent, some may not have arrived" + (taken ? ": " + reason(failure.get()) : ""), failure.get());
        }
    }

    private static String reason(final Throwable ex) {
        return ex.getMessage() == null ? ex.getClass().getSimpleName() : ex.getMessage();
    }

    String address() {
        return address;
    }

    long sent() {
        return sent;
    }

    @Override
    public void close() {
        if (client.getState().isConnected()) {
            client.disconnect().join();
        }
    }
}
