package io.borelog.ingest.mqtt;

import io.borelog.ingest.deliver.Deliveries;
import io.borelog.ingest.deliver.Filter;
import io.netty.channel.Channel;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttMessageIdAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubAckPayload;
import java.util.ArrayList;
import java.util.List;

/** SUBSCRIBE and UNSUBSCRIBE: checked here, placed by the delivery thread, which answers once the place is fixed. */
final class Subscribing {
    private static final int FAILURE_311 = 0x80;
    private static final int SUBSCRIPTION_IDENTIFIERS_NOT_SUPPORTED = 0xA1;

    private final MqttEndpoint endpoint;
    private final Deliveries deliveries;

    Subscribing(final MqttEndpoint endpoint, final Deliveries deliveries) {
        this.endpoint = endpoint;
        this.deliveries = deliveries;
    }

    void subscribe(final Connection connection, final MqttSubscribeMessage message) {
        final List<MqttTopicSubscription> asked = message.payload().topicSubscriptions();
        final MqttProperties properties = message.idAndPropertiesVariableHeader().properties();
        if (asked.isEmpty() || asked.size() > Limits.MAX_FILTERS) {
            connection.refuse(asked.isEmpty() ? Reason.PROTOCOL_ERROR : Reason.QUOTA_EXCEEDED);
            return;
        }
        if (properties != null && properties.getProperty(MqttProperties.SUBSCRIPTION_IDENTIFIER) != null) {
            connection.refuse(SUBSCRIPTION_IDENTIFIERS_NOT_SUPPORTED);
            return;
        }
        final List<Filter> filters = new ArrayList<>();
        final int[] codes = new int[asked.size()];
        for (int i = 0; i < codes.length; i++) {
            final MqttTopicSubscription subscription = asked.get(i);
            final int refusal = refusalOf(subscription.topicFilter());
            if (refusal == 0) {
                codes[i] = Math.min(subscription.option().qos().value(), Filter.MAX_QOS);
                filters.add(new Filter(subscription.topicFilter(), codes[i], subscription.option().isNoLocal()));
            } else {
                endpoint.countRefused();
                codes[i] = connection.isMqtt5() ? refusal : FAILURE_311;
            }
        }
        final int packetId = message.variableHeader().messageId();
        final Channel channel = connection.channel;
        final Session session = connection.session;
        final boolean posted = deliveries.subscribe(session.subscriber, filters, Limits.MAX_FILTERS, accepted -> {
            if (!accepted) {
                java.util.Arrays.fill(codes, connection.isMqtt5() ? Reason.QUOTA_EXCEEDED : FAILURE_311);
            }
            channel.writeAndFlush(new MqttSubAckMessage(
                new MqttFixedHeader(MqttMessageType.SUBACK, false, MqttQoS.AT_MOST_ONCE, false, 0),
                new MqttMessageIdAndPropertiesVariableHeader(packetId, MqttProperties.NO_PROPERTIES), new MqttSubAckPayload(codes)));
        });
        if (!posted) {
            connection.refuse(Reason.QUOTA_EXCEEDED);
        }
    }

    private static int refusalOf(final String filter) {
        if (!TopicRules.isFilter(filter)) {
            return Reason.FILTER_INVALID;
        }
        return TopicRules.isShared(filter) ? Reason.SHARED_NOT_SUPPORTED : 0;
    }

    void unsubscribe(final Connection connection, final MqttUnsubscribeMessage message) {
        final List<String> topics = message.payload().topics();
        if (topics.isEmpty() || topics.size() > Limits.MAX_FILTERS) {
            connection.refuse(Reason.PROTOCOL_ERROR);
            return;
        }
        final int packetId = message.variableHeader().messageId();
        final Channel channel = connection.channel;
        final boolean posted = deliveries.unsubscribe(connection.session.subscriber, topics, removed -> {
            final Short[] codes = new Short[removed.length];
            for (int i = 0; i < codes.length; i++) {
                codes[i] = (short) (removed[i] ? Reason.SUCCESS : Reason.NO_SUBSCRIPTION);
            }
            final MqttMessage answer = MqttMessageBuilders.unsubAck().packetId(packetId).addReasonCodes(codes).build();
            channel.writeAndFlush(answer);
        });
        if (!posted) {
            connection.refuse(Reason.QUOTA_EXCEEDED);
        }
    }
}
