package io.borelog.tools.torture;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAck;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAckReasonCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;

/**
 * A publisher of MQTT 5 with one message in flight, which tells when it is acknowledged and when it is refused. What was acknowledged
 * goes into a log as {@code simulate --acked} writes it. {@link #poll} belongs to the laboratory's thread.
 */
final class Probe implements AutoCloseable {
    private static final String TOPIC = "fulldisk/probe";
    private static final int BYTES = 2_000;
    private static final long CONNECT_AGAIN_MS = 50;
    private static final long CONNECT_AGAIN_MAX_MS = 500;
    private static final long GOODBYE_LIMIT_S = 2;

    private final byte[] payload = new byte[BYTES];
    private final CRC32C crc = new CRC32C();
    private final Mqtt5AsyncClient client;
    private final Path log;
    private final JsonGenerator json;
    private CompletableFuture<Mqtt5ConnAck> connected;
    private CompletableFuture<Mqtt5PublishResult> published = new CompletableFuture<>();
    private long number;
    private long acked;
    private long refused;
    private long ackedNs;
    private String trouble = "";

    /** @param directory where the log goes; not on the disk that is to be full */
    Probe(final Path directory, final int port) throws IOException {
        log = directory.resolve("acked-probe.jsonl");
        json = new JsonFactory().createGenerator(Files.newOutputStream(log));
        json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
        client = MqttClient.builder().useMqttVersion5().identifier("fulldisk-probe").serverHost("127.0.0.1").serverPort(port)
            .automaticReconnect().initialDelay(CONNECT_AGAIN_MS, TimeUnit.MILLISECONDS)
            .maxDelay(CONNECT_AGAIN_MAX_MS, TimeUnit.MILLISECONDS).applyAutomaticReconnect()
            .buildAsync();
    }

    /** Looks after the message in flight, and sends the next one when that is answered. */
    void poll() throws IOException {
        if (connected == null) {
            connected = client.connect();
        }
        if (number > 0 && !published.isDone()) {
            return;
        }
        if (number > 0) {
            answered();
        }
        ByteBuffer.wrap(payload).putLong(++number);
        published = client.publishWith().topic(TOPIC).qos(MqttQos.AT_LEAST_ONCE).payload(payload.clone()).send();
    }

    private void answered() throws IOException {
        try {
            final boolean failed = published.join().getError().isPresent();
            if (!failed) {
                acked++;
                ackedNs = System.nanoTime();
                write();
            }
        } catch (final CompletionException ex) {
            if (ex.getCause() instanceof Mqtt5PubAckException answer) {
                refused(answer);
            } // else the connection was lost with a process that was killed: nobody knows, nobody is promised anything
        }
    }

    private void refused(final Mqtt5PubAckException answer) {
        refused++;
        final boolean inWords = answer.getMqttMessage().getReasonString().isPresent();
        if (answer.getMqttMessage().getReasonCode() != Mqtt5PubAckReasonCode.QUOTA_EXCEEDED || !inWords) {
            trouble = "refused otherwise than with 0x97 and a reason: " + answer.getMqttMessage();
        }
    }

    private void write() throws IOException {
        crc.reset();
        crc.update(payload);
        json.writeStartObject();
        json.writeStringField("topic", TOPIC);
        json.writeNumberField("bytes", BYTES);
        json.writeNumberField("crc32c", crc.getValue());
        json.writeEndObject();
    }

    long acked() {
        return acked;
    }

    long refused() {
        return refused;
    }

    /** Of the newest acknowledgement, as poll saw it. */
    long ackedNs() {
        return ackedNs;
    }

    /** A refusal that was not as promised, in words, or an empty text. */
    String trouble() {
        return trouble;
    }

    /** Whole after {@link #close}. */
    Path log() {
        return log;
    }

    /** Looks once more for an answer, and says goodbye. */
    @Override
    public void close() throws IOException {
        if (!json.isClosed()) {
            if (number > 0 && published.isDone()) {
                answered();
            }
            json.close();
            client.disconnect().orTimeout(GOODBYE_LIMIT_S, TimeUnit.SECONDS).exceptionally(ex -> null).join();
        }
    }
}
