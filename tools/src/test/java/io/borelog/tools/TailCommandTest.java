package io.borelog.tools;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** tail over journals written by the real appender. */
class TailCommandTest {
    private static final String TOPIC = "OPCPUBSUB/box/drill/Result";

    @TempDir
    private Path data;
    private WrittenJournals written;

    @BeforeEach
    void create() {
        written = new WrittenJournals(data);
    }

    @AfterEach
    void close() {
        written.close();
    }

    private CommandRun tail(final String... arguments) {
        final List<String> all = new ArrayList<>(List.of("tail", "--data", data.toString()));
        all.addAll(List.of(arguments));
        return CommandRun.of(all.toArray(new String[0]));
    }

    private List<String> bodies(final String... arguments) {
        final List<String> all = new ArrayList<>(List.of("inbound", "--kind", "MESSAGE", "--json"));
        all.addAll(List.of(arguments));
        return tail(all.toArray(new String[0])).objects().stream().map(message -> message.get("payload").asText()).toList();
    }

    @Test
    void shouldShowAMessageAsOneFlatObject() {
        final long seq = written.message(TOPIC, "{\"ä\":1}");

        final List<JsonNode> shown = tail("inbound", "--json").objects();
        assertEquals(2, shown.size());
        assertEquals("OPEN", shown.get(0).get("kind").asText());
        final JsonNode message = shown.get(1);
        assertEquals(seq, message.get("seq").asLong());
        assertEquals("MESSAGE", message.get("kind").asText());
        assertTrue(message.get("origin").isNull());
        assertTrue(message.get("index").isIntegralNumber());
        assertEquals(1, message.get("journal_time").asLong());
        assertEquals(WallTime.text(WrittenJournals.WALL_START_NS + 1), message.get("wall_time").asText());
        assertEquals(TOPIC, message.get("topic").asText());
        assertEquals("client-1", message.get("client").asText());
        assertEquals(1, message.get("qos").asInt());
        assertEquals(8, message.get("payload_bytes").asInt());
        assertEquals("{\"ä\":1}", message.get("payload").asText());
    }

    @Test
    void shouldShowBytesThatAreNoTextAsBase64() throws IOException {
        final byte[] bytes = {(byte) 0xC3, 0x28, 0, 1};
        written.message(TOPIC, bytes);

        final JsonNode message = tail("inbound", "--json", "-n", "1").object();
        assertEquals("base64", message.get("payload_encoding").asText());
        assertArrayEquals(bytes, message.get("payload").binaryValue());
    }

    @Test
    void shouldShowFromAndToPlacesOfEveryForm() {
        for (int i = 0; i < 10; i++) {
            written.wallTime(WrittenJournals.WALL_START_NS + i * 1_000_000_000L);
            written.message(TOPIC, Integer.toString(i));
        }
        final List<JsonNode> all = tail("inbound", "--kind", "MESSAGE", "--json").objects();
        final String fourth = all.get(4).get("index").asText();

        assertEquals(List.of("4", "5"), bodies("--from", fourth, "--to", all.get(5).get("index").asText()));
        assertEquals(List.of("4", "5"), bodies("--from", "0x" + Long.toHexString(Long.parseLong(fourth)), "-n", "2"));
        assertEquals(List.of("6", "7"), bodies("--from", all.get(6).get("wall_time").asText(), "--to", all.get(7).get("wall_time").asText()));
        assertEquals(List.of("8", "9"), bodies("-n", "2"));
        assertEquals(List.of("0"), bodies("--from", "start", "-n", "1"));
        assertEquals(List.of(), bodies("--from", "end"));
        assertEquals(List.of(), bodies("--from", "-5m"), "the messages are older than five minutes");
        assertEquals(3, tail("inbound", "--from", "77").code());
        assertEquals(2, tail("inbound", "--from", "yesterday").code());
    }

    @Test
    void shouldFindTheFirstOfManyRecordsOfOneInstantAcrossRolls() {
        final long second = 1_000_000_000L;
        final String large = "x".repeat((int) WrittenJournals.CYCLE_BYTES / 3);
        for (int i = 0; i < 24; i++) {
            written.wallTime(WrittenJournals.WALL_START_NS + i / 8 * second - 1); // the message's own nanosecond is added
            written.message(TOPIC, i + " " + large);
        }

        for (int instant = 0; instant < 3; instant++) {
            final String time = WallTime.text(WrittenJournals.WALL_START_NS + instant * second);
            assertEquals(List.of(Integer.toString(8 * instant)), numbers("--from", time, "-n", "1"));
            assertEquals(8, numbers("--from", time, "--to", time).size());
            assertEquals(24 - 8 * instant, numbers("--from", time).size());
        }
        final String between = WallTime.text(WrittenJournals.WALL_START_NS + second + 1);
        assertEquals(List.of("16"), numbers("--from", between, "-n", "1"));
        assertEquals(16, numbers("--to", between).size());
    }

    @Test
    void shouldFindAnInstantWhereTheClockWasSetBackAnHour() {
        final long second = 1_000_000_000L;
        for (int i = 0; i < 30; i++) {
            final long back = i < 10 ? 0 : 3_600 * second; // from the tenth on
            written.wallTime(WrittenJournals.WALL_START_NS + i * second - back);
            written.message(TOPIC, i + " " + "x".repeat(100_000));
        }
        written.wallTime(WrittenJournals.WALL_START_NS + 100 * second); // and set right again
        written.message(TOPIC, "30 x");

        final List<JsonNode> all = tail("inbound", "--json").objects();
        for (int i = 1; i < all.size(); i++) {
            assertTrue(all.get(i).get("wall_time").asText().compareTo(all.get(i - 1).get("wall_time").asText()) >= 0);
        }
        final String lastBefore = WallTime.text(WrittenJournals.WALL_START_NS + 9 * second + 1);
        assertEquals("9", numbers("--from", lastBefore, "-n", "1").get(0), "those of the lost hour carry the last time before it");
        assertEquals(21, numbers("--from", lastBefore, "--to", lastBefore).size());
        assertEquals(List.of("30"), numbers("--from", WallTime.text(WrittenJournals.WALL_START_NS + 10 * second)));
        assertEquals(List.of("5"), numbers("--from", WallTime.text(WrittenJournals.WALL_START_NS + 4 * second + 2), "-n", "1"));
    }

    /** The numbers with which the messages begin. */
    private List<String> numbers(final String... arguments) {
        return bodies(arguments).stream().map(body -> body.substring(0, body.indexOf(' '))).toList();
    }

    @Test
    void shouldShowTheLastAcrossEpochsAndRolls() {
        final byte[] large = new byte[(int) WrittenJournals.CYCLE_BYTES / 3];
        java.util.Arrays.fill(large, (byte) 'x');
        for (int i = 0; i < 8; i++) {
            written.message(TOPIC, large);
        }
        written.reopen("inbound");
        written.message(TOPIC, "last");

        assertEquals(List.of("OPEN", "MESSAGE"), kinds(tail("inbound", "-n", "2", "--json")));
        final List<String> all = kinds(tail("inbound", "--json"));
        assertTrue(all.contains("HEAD"), "the journal has rolled: " + all);
        assertEquals(all, kinds(tail("inbound", "-n", "1000", "--json")));
        assertEquals(all.subList(all.size() - 5, all.size()), kinds(tail("inbound", "-n", "5", "--json")));
        assertEquals(9, tail("inbound", "-n", "1000", "--kind", "MESSAGE").lines().size());
        assertEquals(0, tail("inbound", "-n", "0").lines().size());
    }

    private static List<String> kinds(final CommandRun run) {
        return run.objects().stream().map(record -> record.get("kind").asText()).toList();
    }

    @Test
    void shouldReadAllWorkersAsOneInTheOrderOfOrigins() {
        written.estimate(0, 10, "drill", "OK", null);
        written.estimate(1, 20, "other", "NO_TRACE", "the Trace never came");
        written.estimate(0, 30, "drill", "OK", null);

        final List<JsonNode> shown = tail("estimated", "--kind", "ESTIMATE", "--json").objects();
        assertEquals(List.of(10L, 20L, 30L), shown.stream().map(record -> record.get("origin").asLong()).toList());
        assertEquals(List.of("estimated-0", "estimated-1", "estimated-0"),
            shown.stream().map(record -> record.get("journal").asText()).toList());
        final JsonNode unknown = shown.get(1);
        assertEquals("NO_TRACE", unknown.get("status").asText());
        assertEquals(3, unknown.get("keyPoints").size());
        assertTrue(unknown.get("keyPoints").get(0).isNull());
        assertEquals(1.5, shown.get(0).get("keyPoints").get(0).asDouble());
        assertEquals(32, shown.get(0).get("estimateId").asText().length());
        assertEquals(2, tail("estimated", "--tool", "drill").lines().size());
        assertEquals(1, tail("estimated", "--tool", "box/other").lines().size());
    }

    @Test
    void shouldShowHolesDispositionsAndOuts() {
        written.hole(5, "drill");
        written.deadLetter(6, "unparsable", TOPIC);
        written.out(5, 1, 2, "borelog/box/drill/estimate", "{}");

        final List<JsonNode> matched = tail("matched", "--json").objects();
        assertEquals(2, matched.get(1).get("samples").asInt());
        assertEquals("drill", matched.get(1).get("tool").asText());
        assertEquals("dead_letter", matched.get(2).get("disposition").asText());
        assertEquals("unparsable", matched.get(2).get("reason").asText());
        final JsonNode out = tail("outbound", "--json", "--kind", "OUT").object();
        assertEquals("borelog/box/drill/estimate", out.get("topic").asText());
        assertEquals(1, out.get("number").asInt());
        assertEquals(2, out.get("count").asInt());
        final CommandRun letters = CommandRun.of("deadletters", "list", "--data", data.toString(), "--json");
        assertEquals(6, letters.object().get("message").asLong());
    }

    @Test
    void shouldNameTheJournalsThatExistWhereOneDoesNot() {
        written.message(TOPIC, "x");

        final CommandRun run = tail("inbund");
        assertEquals(3, run.code());
        assertEquals("borelog tail: no journal inbund in " + data + ", there are: inbound", run.stderr().strip());
    }

    @Test
    void shouldEndQuietlyWhereNobodyReads() {
        for (int i = 0; i < 5; i++) {
            written.message(TOPIC, "x".repeat(100_000));
        }
        final OutputStream closed = new OutputStream() {
            @Override
            public void write(final int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };

        assertEquals(0, Borelog.commandLine(closed).execute("tail", "--data", data.toString(), "inbound", "--json"));
    }

    @Test
    void shouldSkipACorruptRecordAndSaySo() throws IOException {
        written.message(TOPIC, "first");
        written.message(TOPIC, "second");
        written.message(TOPIC, "third");
        FlippedBit.in(data.resolve("inbound"), "second");

        final CommandRun run = tail("inbound", "--json");
        assertEquals(4, run.code());
        assertEquals(3, run.lines().size());
        assertTrue(run.stderr().contains("journal inbound index 0x") && run.stderr().contains("CRC"), run.stderr());
        assertFalse(run.stdout().contains("second"));
    }
}
