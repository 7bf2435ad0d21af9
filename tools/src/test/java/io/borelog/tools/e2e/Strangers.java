package io.borelog.tools.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Programs that others wrote and every plant has: mosquitto_pub and mosquitto_sub. Where they are not installed the calling test is
 * skipped, or fails where BORELOG_STRANGERS is {@code required}.
 */
final class Strangers {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private Strangers() {
    }

    private static String find(final String program) {
        final Path found = Stream.of(System.getenv("PATH").split(":")).map(folder -> Path.of(folder, program))
            .filter(Files::isExecutable).findFirst().orElse(null);
        if (found == null) {
            final String notice = program + " is not on the PATH";
            if ("required".equals(System.getenv("BORELOG_STRANGERS"))) {
                fail(notice + " and BORELOG_STRANGERS=required");
            }
            abort(notice + ": skipped");
        }
        return found.toString();
    }

    /** QoS 1: returns after the PUBACK. */
    static void publish(final int port, final String topic, final Path file) throws IOException, InterruptedException {
        final Process process = new ProcessBuilder(find("mosquitto_pub"), "-h", "127.0.0.1", "-p", Integer.toString(port), "-q", "1",
            "-t", topic, "-f", file.toString()).inheritIO().start();
        assertTrue(process.waitFor(Program.LIMIT_S, TimeUnit.SECONDS), "mosquitto_pub has no PUBACK");
        assertEquals(0, process.exitValue(), "mosquitto_pub");
    }

    /** QoS 1; returns when the subscription is granted. */
    static Subscription subscribe(final int port, final String... filters) throws IOException, InterruptedException {
        return new Subscription(port, filters);
    }

    /**
     * A running mosquitto_sub. It does not say into a pipe when it is subscribed; so one that ends at its SUBACK makes a session first,
     * which the one that stays takes over.
     */
    static final class Subscription implements AutoCloseable {
        private final Process process;
        private final Mailbox<Message> messages = new Mailbox<>();

        private Subscription(final int port, final String... filters) throws IOException, InterruptedException {
            final List<String> command = new ArrayList<>(List.of(find("mosquitto_sub"), "-h", "127.0.0.1", "-p", Integer.toString(port),
                "-q", "1", "-c", "-i", "subscription-" + NUMBER.incrementAndGet(), "-F", "%t\t%x"));
            Stream.of(filters).forEach(filter -> command.addAll(List.of("-t", filter)));
            final List<String> first = new ArrayList<>(command);
            first.add("-E");
            final Process subscribing = new ProcessBuilder(first).redirectErrorStream(true).start();
            assertTrue(subscribing.waitFor(Program.LIMIT_S, TimeUnit.SECONDS), "mosquitto_sub has no SUBACK");
            assertEquals(0, subscribing.exitValue(), "mosquitto_sub");
            process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
            Lines.read("mosquitto_sub", process.getInputStream(), line -> {
                final int tab = line.indexOf('\t');
                messages.put(new Message(line.substring(0, tab), HexFormat.of().parseHex(line.substring(tab + 1))));
            }, () -> { });
        }

        Mailbox<Message> messages() {
            return messages;
        }

        @Override
        public void close() {
            process.destroy();
        }
    }
}
