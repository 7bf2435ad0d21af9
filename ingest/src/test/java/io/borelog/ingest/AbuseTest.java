package io.borelog.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.borelog.journal.stage.StageCounter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A bad peer loses its connection; nobody else does, nothing is journaled of it, nothing is an error of ours. */
class AbuseTest {
    private static final byte[] BODY = {'x'};

    @TempDir
    private Path data;
    private final ManualClock clock = new ManualClock();
    private RunningIngest ingest;
    private RawClient honest;

    @BeforeEach
    void start() throws IOException {
        ingest = RunningIngest.start(data, clock, "mqtt.max-packet=64KiB", "mqtt.receive-maximum=4", "mqtt.max-connections=3");
        honest = RawClient.connected(ingest.port(), 5, "honest", true);
    }

    @AfterEach
    void othersAreServed() throws IOException {
        honest.publish(5, "t", 1, 77, false, BODY);
        assertEquals("40 004d", honest.readPacket());
        assertEquals(0, ingest.count(StageCounter.ERRORS));
        assertEquals(0, ingest.stageFile.readErrors((count, first, last, stack) -> { }));
        honest.close();
        ingest.close();
    }

    private RawClient connected(final int level) throws IOException {
        return RawClient.connected(ingest.port(), level, "bad", true);
    }

    private void awaitRefused() {
        RunningIngest.await("the count", () -> {
            clock.advanceMs(10);
            return ingest.count(StageCounter.REFUSED) >= 1;
        });
    }

    @ParameterizedTest
    @CsvSource({
        "a ping with a body,                   C002D000",
        "remaining length of five bytes,       30FFFFFFFF7F",
        "remaining length 268435455,           30FFFFFF7F000161",
        "publish at QoS 3,                     360500016100017A",
        "publish at QoS 1 with packet id 0,    3206000161000078",
        "subscribe with wrong flags,           800600010001610100",
        "subscribe without filters,            82020001",
        "a second CONNECT,                     100D00044D51545404020000000161",
        "AUTH,                                 F000",
        "a packet that only servers send,      20020000",
        "packet type 0,                        0000",
        "an acknowledgement of nothing much,   4000",
        "a topic shorter than its length,      300300FF61",
    })
    void shouldCloseOnMalformedPackets(final String what, final String hex) throws IOException {
        for (final int level : new int[] {4, 5}) {
            try (RawClient bad = connected(level)) {
                bad.send(hex + "C000".repeat(200)); // the decoder believes inner lengths until more bytes prove them wrong
                final String answer = bad.readPacket();
                assertTrue(answer.equals("closed") || level == 5 && answer.matches("e0 (8|9).*"), what + ": " + answer);
                if (level == 5) {
                    assertEquals("closed", bad.readPacket());
                }
            }
        }
        awaitRefused();
        assertEquals(0, ingest.messages().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"C000", "30030001 61", "474554202f20485454502f312e310d0a0d0a", "1603010200010001fc0303", "FFFFFFFFFFFF"})
    void shouldCloseOnAnythingButConnectAtFirst(final String hex) throws IOException {
        try (RawClient bad = new RawClient(ingest.port())) {
            bad.send(hex);
            assertEquals("closed", bad.readPacket());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 6, 0x84})
    void shouldRefuseOtherProtocolLevels(final int level) throws IOException {
        try (RawClient bad = new RawClient(ingest.port())) {
            bad.connect(level, "bad", true, 0);
            assertEquals("20 0001", bad.readPacket());
            assertEquals("closed", bad.readPacket());
        }
    }

    @Test
    void shouldRefuseAnEmptyClientIdWithoutCleanSession() throws IOException {
        try (RawClient bad = new RawClient(ingest.port())) {
            bad.connect(4, "", false, 0);
            assertEquals("20 0002", bad.readPacket());
        }
        try (RawClient good = new RawClient(ingest.port())) {
            good.connect(4, "", true, 0);
            assertEquals("20 0000", good.readPacket());
        }
        try (RawClient good = new RawClient(ingest.port())) {
            good.connect(5, "", true, 0);
            assertTrue(good.readPacket().contains(HexFormat.of().formatHex("auto-".getBytes(StandardCharsets.US_ASCII))));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u001b[31m", "a\r\nb", "\u0085"})
    void shouldRefuseClientIdsThatForgeLogLines(final String clientId) throws IOException {
        try (RawClient bad = new RawClient(ingest.port())) {
            bad.connect(5, clientId, true, 0);
            assertEquals("20 008500", bad.readPacket());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/+", "#", "a/#/b", "a\u0000b", ""})
    void shouldCloseOnTopicsThatAreNoNames(final String topic) throws IOException {
        for (final int level : new int[] {4, 5}) {
            try (RawClient bad = connected(level)) {
                bad.publish(level, topic, 1, 1, false, BODY);
                final String told = topic.indexOf(0) >= 0 ? "e0 81" : "e0 90"; // U+0000 makes the packet malformed
                assertEquals(level == 4 ? "closed" : told, bad.readPacket());
            }
        }
        assertEquals(0, ingest.messages().size());
    }

    @Test
    void shouldCloseOnTopicsWithTooManyLevelsOrBadUtf8() throws IOException {
        try (RawClient bad = connected(5)) {
            bad.publish(5, "a/".repeat(10_000), 1, 1, false, BODY);
            assertEquals("e0 90", bad.readPacket());
        }
        try (RawClient bad = connected(4)) {
            bad.send("3206 0002 C0AF 0001");
            assertEquals("closed", bad.readPacket(), "an overlong slash");
        }
        try (RawClient bad = connected(4)) {
            bad.send("3207 0003 EDA080 0001");
            assertEquals("closed", bad.readPacket(), "a surrogate");
        }
        assertEquals(0, ingest.messages().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"$SYS/x", "$share/g/x", "$replay/2026-01-01T00:00:00Z/x"})
    void shouldRefuseTopicsOfTheServersOwn(final String topic) throws IOException {
        try (RawClient bad = connected(4)) {
            bad.publish(4, topic, 1, 1, false, BODY);
            assertEquals("closed", bad.readPacket());
        }
        try (RawClient bad = connected(5)) {
            bad.publish(5, topic, 1, 1, false, BODY);
            assertEquals("40 000190", bad.readPacket());
            bad.publish(5, topic, 2, 2, false, BODY);
            assertEquals("50 000290", bad.readPacket());
            bad.publish(5, topic, 0, 0, false, BODY);
            assertEquals("e0 90", bad.readPacket());
        }
        assertEquals(0, ingest.messages().size());
        awaitRefused();
    }

    @Test
    void shouldCloseOnPacketsLargerThanAnnounced() throws IOException {
        try (RawClient bad = connected(5)) {
            bad.publish(5, "t", 1, 1, false, new byte[65_000]);
            assertEquals("40 0001", bad.readPacket());
            bad.publish(5, "t", 1, 2, false, new byte[70_000]);
            assertEquals("e0 95", bad.readPacket());
        }
        assertEquals(1, ingest.messages().size());
    }

    @Test
    void shouldDisconnectAtMoreThanTheReceiveMaximum() throws IOException {
        try (RawClient bad = connected(5)) {
            ingest.hold();
            for (int id = 1; id <= 5; id++) {
                bad.publish(5, "t", 1, id, false, BODY);
            }
            assertEquals("e0 93", bad.readPacket());
            ingest.resume();
        }
        RunningIngest.await("those within it", () -> ingest.messages().size() == 4);
    }

    @Test
    void shouldResolveTopicAliasesAndRefuseUnknownOnes() throws IOException {
        try (RawClient client = connected(5)) {
            client.send("32 0C 0003 612F62 0001 03 230010 78");
            assertEquals("40 0001", client.readPacket());
            client.send("32 09 0000 0002 03 230010 79");
            assertEquals("40 0002", client.readPacket());
            assertEquals("a/b", ingest.messages().get(1).topic());
            client.send("32 09 0000 0003 03 230011 79");
            assertEquals("e0 94", client.readPacket());
        }
    }

    @Test
    void shouldDropWhoDoesNotConnectWithinFiveSecondsEvenByteByByte() throws IOException {
        try (RawClient bad = new RawClient(ingest.port())) {
            bad.send("10");
            RunningIngest.await("the accept", () -> {
                clock.advanceMs(10);
                return ingest.count(StageCounter.CONNECTIONS) == 2;
            });
            bad.send("0D");
            clock.advanceMs(5_001);
            assertEquals("closed", bad.readPacket());
        }
    }

    @Test
    void shouldDropWhoIsSilentForOneAndAHalfKeepAlives() throws IOException {
        try (RawClient bad = new RawClient(ingest.port())) {
            bad.connect(5, "bad", true, 10);
            bad.readPacket();
            clock.advanceMs(14_000);
            bad.send("C000");
            assertEquals("d0", bad.readPacket());
            clock.advanceMs(14_900);
            bad.send("C000");
            assertEquals("d0", bad.readPacket());
            clock.advanceMs(15_001);
            assertEquals("e0 8d", bad.readPacket());
            assertEquals("closed", bad.readPacket());
        }
    }

    @Test
    void shouldCloseConnectionsBeyondTheirNumber() throws IOException {
        try (RawClient second = connected(4); RawClient third = RawClient.connected(ingest.port(), 4, "third", true);
            RawClient fourth = new RawClient(ingest.port())) {
            assertEquals("closed", fourth.readPacket());
            second.send("C000");
            third.send("C000");
            assertEquals("d0", second.readPacket());
            assertEquals("d0", third.readPacket());
        }
    }

    @Test
    void shouldRefuseBadFiltersOneByOne() throws IOException {
        try (RawClient client = connected(5)) {
            // a, a#, +b, $share/g/a
            client.send("82 1E 0001 00 0001 61 01 0002 6123 01 0002 2B62 01 000A 2473686172652F672F61 01");
            assertEquals("90 000100018f8f9e", client.readPacket());
        }
        try (RawClient client = connected(4)) {
            client.send("82 07 0001 0002 6123 01");
            assertEquals("90 000180", client.readPacket());
        }
    }

    @Test
    void shouldTakeFiveHundredUserProperties() throws IOException {
        try (RawClient client = connected(5)) {
            final byte[] pair = HexFormat.of().parseHex("2600016100016226000161000162");
            final int length = 500 * 7;
            final java.io.ByteArrayOutputStream body = new java.io.ByteArrayOutputStream();
            body.writeBytes(new byte[] {0, 1, 't', 0, 1, (byte) (length & 0x7F | 0x80), (byte) (length >> 7)});
            for (int i = 0; i < 250; i++) {
                body.writeBytes(pair);
            }
            body.write('x');
            client.packet(0x32, body.toByteArray());
            assertEquals("40 0001", client.readPacket());
            assertEquals("x", ingest.messages().get(0).text());
        }
    }

    @Test
    void shouldBoundUnreleasedQos2Publishes() throws IOException {
        try (RawClient bad = connected(5)) {
            for (int id = 1; id <= 4; id++) {
                bad.publish(5, "t", 2, id, false, BODY);
                assertEquals("50 000" + id, bad.readPacket());
            }
            bad.publish(5, "t", 2, 5, false, BODY);
            assertEquals("e0 93", bad.readPacket());
        }
    }

    @Test
    void shouldJournalTheWillOnlyOfWhoDiesWithoutGoodbye() throws IOException {
        // clean session, will at QoS 1 on "w" saying "dead"
        final String connect = "10 17 0004 4D515454 04 0E 0000 0002 7731 0001 77 0004 64656164";
        try (RawClient client = new RawClient(ingest.port())) {
            client.send(connect);
            assertEquals("20 0000", client.readPacket());
            client.send("E000");
            assertEquals("closed", client.readPacket());
        }
        try (RawClient client = new RawClient(ingest.port())) {
            client.send(connect);
            assertEquals("20 0000", client.readPacket());
        }
        RunningIngest.await("the will", () -> ingest.messages().size() == 1);
        assertEquals("dead", ingest.messages().get(0).text());
        assertEquals("w", ingest.messages().get(0).topic());
    }
}
