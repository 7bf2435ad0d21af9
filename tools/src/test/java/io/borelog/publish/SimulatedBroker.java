package io.borelog.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.borelog.journal.log.JournalAppender;
import io.borelog.journal.log.JournalTailer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** The factory's broker: slow to connect, acks late, goes away with messages in flight. What it has received stays received. */
public final class SimulatedBroker {
    private static final int WINDOW = 8;

    private final List<String> received = new ArrayList<>();
    private final SplittableRandom random;
    private boolean steady;

    public SimulatedBroker(final long seed) {
        random = new SplittableRandom(seed);
    }

    /** From now on it stays connected. */
    public void steady() {
        steady = true;
    }

    /** {@code topic LF body} each, in order of arrival. */
    public List<String> received() {
        return received;
    }

    public static String message(final String topic, final String body) {
        return topic + '\n' + body;
    }

    ExternalBroker link(
        final JournalTailer outbound, final JournalAppender appender, final Checkpoint checkpoint, final Progress progress) {
        return new ExternalBroker(
            "simulated:1883", WINDOW, outbound, appender, checkpoint, progress, random.split(), Connection::new);
    }

    private final class Connection implements BrokerLink {
        private final ArrayDeque<Flight> unacked = new ArrayDeque<>();
        private int pollsToConnect = random.nextInt(4);
        private boolean gone;

        @Override
        public void connect() {
            gone = isOneIn(8);
        }

        @Override
        public boolean isConnected() {
            return !gone && pollsToConnect-- <= 0;
        }

        @Override
        public String lost() {
            return gone ? "simulated" : null;
        }

        @Override
        public void send(final Flight flight, final String topic, final byte[] body) {
            gone |= isOneIn(60);
            if (!gone) {
                received.add(message(topic, new String(body, UTF_8)));
                unacked.add(flight);
            }
        }

        @Override
        public int poll(final Consumer<Flight> onAck) {
            gone |= isOneIn(60);
            int count = 0;
            while (!gone && !unacked.isEmpty() && random.nextInt(3) > 0) {
                onAck.accept(random.nextInt(5) == 0 ? unacked.pollLast() : unacked.pollFirst());
                count++;
            }
            return count;
        }

        private boolean isOneIn(final int n) {
            return !steady && random.nextInt(n) == 0;
        }

        @Override
        public void close() {
        }
    }
}
