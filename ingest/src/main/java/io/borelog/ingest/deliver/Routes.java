package io.borelog.ingest.deliver;

import io.borelog.journal.record.Hashes;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;

/** Who wants a topic: worked out once per topic and remembered until a subscription changes. Bounded; when full it starts afresh. */
final class Routes {
    private static final int MAX_TOPICS = 8_192;

    private final Long2ObjectHashMap<Route> byHash = new Long2ObjectHashMap<>();

    /** Subscribers with a filter that matches this topic, whatever else the filter asks. */
    List<Lane> of(final Delivery delivery, final List<Lane> live) {
        final long hash = Hashes.fnv64(delivery.buffer, delivery.topicOffset, delivery.topicLength);
        final Route known = byHash.get(hash);
        if (known != null && known.isFor(delivery)) {
            return known.lanes;
        }
        if (byHash.size() >= MAX_TOPICS) {
            byHash.clear();
        }
        final Route route = new Route(delivery, live);
        byHash.put(hash, route);
        return route.lanes;
    }

    void clear() {
        byHash.clear();
    }

    private static final class Route {
        private final byte[] topic;
        private final List<Lane> lanes = new ArrayList<>();

        Route(final Delivery delivery, final List<Lane> live) {
            topic = new byte[delivery.topicLength];
            delivery.buffer.getBytes(delivery.topicOffset, topic);
            for (final Lane lane : live) {
                for (final Filter filter : lane.subscriber.filters) {
                    if (filter.matches(delivery.buffer, delivery.topicOffset, delivery.topicLength)) {
                        lanes.add(lane);
                        break;
                    }
                }
            }
        }

        boolean isFor(final Delivery delivery) {
            final DirectBuffer buffer = delivery.buffer;
            if (topic.length != delivery.topicLength) {
                return false;
            }
            for (int i = 0; i < topic.length; i++) {
                if (topic[i] != buffer.getByte(delivery.topicOffset + i)) {
                    return false;
                }
            }
            return true;
        }
    }
}
