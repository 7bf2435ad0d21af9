package io.borelog.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;

/**
 * Subscribes to every estimate at the endpoint, as a customer would; tells each once, by its id, because delivery is at least once.
 * Callbacks come on the client's thread; the count may be read on any.
 */
final class EstimateSubscriber implements AutoCloseable {
    private static final long LIMIT_SECONDS = 10;

    private final ObjectMapper mapper = new ObjectMapper();
    private final Set<String> ids = new HashSet<>();
    private final BiConsumer<String, JsonNode> onEstimate;
    private final Mqtt3AsyncClient client;
    private volatile int count;

    /** @param onEstimate told of each estimate: the text as received, and parsed */
    EstimateSubscriber(final String endpoint, final BiConsumer<String, JsonNode> onEstimate) {
        this.onEstimate = onEstimate;
        client = MqttClient.builder()
            .useMqttVersion3()
            .identifier("borelog-demo")
            .serverHost(Endpoint.host(endpoint))
            .serverPort(Endpoint.port(endpoint))
            .automaticReconnectWithDefaultConfig()
            .buildAsync();
    }

    void subscribe() throws InterruptedException, ExecutionException, TimeoutException {
        client.connectWith().cleanSession(false).send().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        client.subscribeWith().topicFilter("borelog/+/+/estimate").qos(MqttQos.AT_LEAST_ONCE).callback(this::received).send()
            .get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    private void received(final Mqtt3Publish publish) {
        final String text = new String(publish.getPayloadAsBytes(), StandardCharsets.UTF_8);
        try {
            final JsonNode estimate = mapper.readTree(text);
            if (ids.add(estimate.path("estimateId").asText())) {
                onEstimate.accept(text, estimate);
                count = ids.size();
            }
        } catch (final IOException ex) {
            System.err.println("borelog demo: not JSON on " + publish.getTopic() + ": " + ex.getMessage());
        }
    }

    int count() {
        return count;
    }

    @Override
    public void close() {
        client.disconnect(); // not awaited: the endpoint may be gone
    }
}
