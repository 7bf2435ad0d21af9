package io.borelog.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.borelog.journal.record.RecordKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** QoS 2: journaled exactly once, however often it is sent, over whatever connections. */
class Qos2Test {
    private static final byte[] BODY = {'x'};

    @TempDir
    private Path data;

    private static List<RecordKind> kinds(final RunningIngest ingest) {
        return ingest.inbound().stream().map(RunningIngest.Stored::kind)
            .filter(kind -> kind == RecordKind.MESSAGE || kind == RecordKind.RELEASED).toList();
    }

    @Test
    void shouldJournalARepeatedPublishOnceAndCompleteAfterTheRelease() throws IOException {
        try (RunningIngest ingest = RunningIngest.start(data);
            RawClient client = RawClient.connected(ingest.port(), 4, "q", true)) {
            client.publish(4, "t", 2, 9, false, BODY);
            assertEquals("50 0009", client.readPacket());
            client.publish(4, "t", 2, 9, true, BODY);
            assertEquals("50 0009", client.readPacket());
            client.send("62 02 00 09");
            assertEquals("70 0009", client.readPacket());
            assertEquals(List.of(RecordKind.MESSAGE, RecordKind.RELEASED), kinds(ingest));
            client.publish(4, "t", 2, 9, false, BODY);
            assertEquals("50 0009", client.readPacket());
            assertEquals(2, ingest.messages().size(), "a released id is a new message");
        }
    }

    @Test
    void shouldKnowARepeatOverAnotherConnectionOfTheSession() throws IOException {
        try (RunningIngest ingest = RunningIngest.start(data)) {
            try (RawClient client = RawClient.connected(ingest.port(), 4, "q", false)) {
                ingest.hold();
                client.publish(4, "t", 2, 9, false, BODY);
                client.send("C0 00");
                assertEquals("d0", client.readPacket());
            }
            try (RawClient client = RawClient.connected(ingest.port(), 4, "q", false)) {
                client.publish(4, "t", 2, 9, true, BODY);
                client.send("C0 00");
                assertEquals("d0", client.readPacket(), "nothing is told before the commit");
                ingest.resume();
                assertEquals("50 0009", client.readPacket());
                client.publish(4, "t", 2, 9, true, BODY);
                assertEquals("50 0009", client.readPacket());
            }
            assertEquals(1, ingest.messages().size());
        }
    }

    @Test
    void shouldKnowARepeatAfterARestartOfTheProcess() throws IOException {
        try (RunningIngest ingest = RunningIngest.start(data);
            RawClient client = RawClient.connected(ingest.port(), 5, "q", false)) {
            client.publish(5, "t", 2, 9, false, BODY);
            assertEquals("50 0009", client.readPacket());
            client.publish(5, "t", 2, 10, false, BODY);
            assertEquals("50 000a", client.readPacket());
            client.send("62 02 00 0a");
            assertEquals("70 000a", client.readPacket());
        }
        try (RunningIngest ingest = RunningIngest.start(data);
            RawClient client = new RawClient(ingest.port())) {
            client.connect(5, "q", false, 0);
            assertEquals("20 01", client.readPacket().substring(0, 5), "session present");
            client.publish(5, "t", 2, 9, true, BODY);
            assertEquals("50 0009", client.readPacket());
            assertEquals(2, ingest.messages().size());
            client.publish(5, "t", 2, 10, false, BODY);
            assertEquals("50 000a", client.readPacket());
            assertEquals(3, ingest.messages().size(), "10 was released before");
        }
    }

    @Test
    void shouldReadFromInboundWhatTheSessionFilesMissedWhenTheProcessWasKilled() throws IOException {
        final Path files = data.resolve("sessions");
        try (RunningIngest ingest = RunningIngest.start(data)) {
            try (RawClient client = RawClient.connected(ingest.port(), 4, "q", false)) {
                RunningIngest.await("the session's file", () -> files.toFile().list((d, n) -> n.matches("[0-9a-f]{32}\\.json")).length == 1);
                final Path saved = Files2.copyOf(files, data.resolve("saved"));
                client.publish(4, "t", 2, 9, false, BODY);
                assertEquals("50 0009", client.readPacket());
                assertEquals(1, saved.toFile().list((d, n) -> n.matches("[0-9a-f]{32}\\.json")).length);
            }
        }
        Files2.replace(data.resolve("saved"), files); // as a kill right after the PUBREC would have left it
        try (RunningIngest ingest = RunningIngest.start(data);
            RawClient client = RawClient.connected(ingest.port(), 4, "q", false)) {
            client.publish(4, "t", 2, 9, true, BODY);
            assertEquals("50 0009", client.readPacket());
            assertEquals(1, ingest.messages().size());
        }
    }

    @Test
    void shouldForgetTheIdsWithACleanSession() throws IOException {
        try (RunningIngest ingest = RunningIngest.start(data)) {
            for (int i = 0; i < 2; i++) {
                try (RawClient client = RawClient.connected(ingest.port(), 4, "q", true)) {
                    client.publish(4, "t", 2, 9, false, BODY);
                    assertEquals("50 0009", client.readPacket());
                }
            }
            assertEquals(2, ingest.messages().size());
        }
    }
}
