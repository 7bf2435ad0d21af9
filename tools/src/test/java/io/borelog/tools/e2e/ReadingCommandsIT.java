package io.borelog.tools.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.borelog.tools.simulate.Part;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The commands that operators and scripts read with: beside live writers, and on what a stopped pipeline left. */
class ReadingCommandsIT {
    @RegisterExtension
    private static final Pipeline PIPELINE = Pipeline.with();

    private static final int HOLES = 4;
    private static final List<String> MESSAGE_COUNTS =
        List.of("accepted", "used", "duplicate", "ignored", "dead_letter", "pending", "unaccounted");

    @BeforeAll
    static void sendHoles() throws Exception {
        try (Gateway gateway = new Gateway(PIPELINE.port()); Pipeline.Follower outbound = PIPELINE.follow("outbound", "--kind", "OUT")) {
            for (int number = 1; number <= HOLES; number++) {
                gateway.send("tool", number, Part.RESULT, Part.TRACE, Part.HEADS);
            }
            gateway.publish("plant/hall/temperature/now", new byte[] {'2', '1'});
            gateway.publish("OPCPUBSUB/box/broken/ResultManagement", new byte[] {'{'});
            outbound.records().await(3 * HOLES, record -> true);
        }
    }

    @Test
    void shouldShowEveryRecordAsOneFlatObject() {
        final List<JsonNode> inbound = PIPELINE.tail("inbound");
        for (int i = 0; i < inbound.size(); i++) {
            final JsonNode record = inbound.get(i);
            for (final String field : List.of("index", "seq", "kind", "origin", "journal_time", "wall_time")) {
                assertTrue(record.has(field), () -> field + " is missing: " + record);
            }
            record.forEach(value -> assertTrue(value.isValueNode(), () -> "not flat: " + record));
            if (i > 0) {
                assertTrue(record.get("index").longValue() > inbound.get(i - 1).get("index").longValue());
                assertTrue(record.get("journal_time").longValue() >= inbound.get(i - 1).get("journal_time").longValue());
                assertTrue(record.get("wall_time").textValue().matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z"));
            }
        }
        final List<JsonNode> messages = PIPELINE.tail("inbound", "--kind", "MESSAGE", "--tool", "tool");
        assertEquals(3 * HOLES, messages.size());
        for (final JsonNode message : messages) {
            assertTrue(message.get("topic").textValue().startsWith("OPCPUBSUB/" + Gateway.TOOLBOX + "/tool/"));
            assertEquals(message.get("payload").textValue().length(), message.get("payload_bytes").intValue()); // plain ASCII
        }
    }

    @Test
    void shouldShowEstimatesWithTheFieldsOfTheirMessage() {
        final List<JsonNode> estimates = PIPELINE.tail("estimated", "--kind", "ESTIMATE");
        final List<JsonNode> told = PIPELINE.tail("outbound", "--kind", "OUT").stream()
            .filter(out -> out.get("topic").textValue().startsWith("borelog/")).toList();
        assertEquals(HOLES, estimates.size());
        for (int i = 0; i < HOLES; i++) {
            final JsonNode estimate = estimates.get(i);
            final JsonNode message = Program.parse(told.get(i).get("payload").textValue());
            message.properties().forEach(field -> assertEquals(field.getValue(), estimate.get(field.getKey()), field.getKey()));
            assertEquals(estimate.get("origin"), told.get(i).get("origin"));
        }
    }

    @Test
    void shouldBeginAndEndAtEveryFormOfPosition() {
        final String to = PIPELINE.tail("inbound", "--kind", "MESSAGE", "--tool", "broken").get(0).get("index").asText();
        final List<JsonNode> all = PIPELINE.tail("inbound", "--to", to);
        final int middle = all.size() / 2;
        final JsonNode record = all.get(middle);
        final long index = record.get("index").longValue();
        final List<Long> fromMiddle = indexes(all.subList(middle, all.size()));
        assertEquals(fromMiddle, indexes(PIPELINE.tail("inbound", "--from", Long.toString(index), "--to", to)));
        assertEquals(fromMiddle, indexes(PIPELINE.tail("inbound", "--from", "0x" + Long.toHexString(index), "--to", to)));
        assertEquals(fromMiddle, indexes(PIPELINE.tail("inbound", "--from", record.get("wall_time").textValue(), "--to", to)));
        assertEquals(indexes(all), indexes(PIPELINE.tail("inbound", "--from", "start", "--to", to)));
        assertEquals(indexes(all), indexes(PIPELINE.tail("inbound", "--from", "-1h", "--to", to)));
        assertEquals(fromMiddle.subList(0, 2), indexes(PIPELINE.tail("inbound", "--from", Long.toString(index), "-n", "2")));
        assertEquals(List.of(), indexes(PIPELINE.tail("matched", "--from", "end")));
        assertEquals(indexes(all.subList(all.size() - 3, all.size())), indexes(PIPELINE.tail("inbound", "-n", "3", "--to", to)));
    }

    @Test
    void shouldShowTheLastRecordsOfAJournal() {
        final List<Long> all = indexes(PIPELINE.tail("outbound"));
        assertEquals(all.subList(all.size() - 3, all.size()), indexes(PIPELINE.tail("outbound", "-n", "3")));
        assertEquals(all, indexes(PIPELINE.tail("outbound", "-n", "100000")));
        assertEquals(1, PIPELINE.run("tail", "outbound", "-n", "1").out().size()); // for people: a line a record too
    }

    @Test
    void shouldFollowTheLiveWriterFromTheEnd() throws Exception {
        try (Pipeline.Follower end = PIPELINE.follow("inbound", "--from", "end"); Gateway gateway = new Gateway(PIPELINE.port())) {
            end.records().await(1, record -> "TICK".equals(record.get("kind").textValue())); // so it has begun
            gateway.publish("plant/follow", new byte[] {'x'});
            final JsonNode seen = end.records().await(1, record -> "plant/follow".equals(record.path("topic").textValue())).get(0);
            assertEquals("x", seen.get("payload").textValue());
            assertTrue(end.records().all(record -> "OPEN".equals(record.get("kind").textValue())).isEmpty(), "not from the start");
        }
    }

    @Test
    void shouldReportStatusWithTheFieldsOfTheContract() {
        final JsonNode status = PIPELINE.status();
        final JsonNode stages = status.get("stages");
        assertEquals(List.of("ingest", "correlate", "infer-0", "publish"), stages.findValuesAsText("name"));
        for (final JsonNode stage : stages) {
            assertEquals("READY", stage.get("state").textValue());
            assertTrue(ProcessHandle.of(stage.get("pid").longValue()).orElseThrow().isAlive());
            for (final String field : List.of("in", "out", "lag", "errors")) {
                assertTrue(stage.get(field).isIntegralNumber(), () -> field + " of " + stage);
            }
            for (final String field : List.of("p50", "p99", "p999", "max")) {
                assertTrue(stage.get("latency_us").has(field), () -> field + " of " + stage);
            }
        }
        assertEquals(List.of("inbound", "matched", "estimated-0", "outbound"), status.get("journals").findValuesAsText("name"));
        for (final JsonNode journal : status.get("journals")) {
            assertTrue(journal.get("first_index").longValue() <= journal.get("last_index").longValue());
            assertTrue(journal.get("records").longValue() > 0 && journal.get("bytes").longValue() > 0);
        }
        assertTrue(status.get("throughput").isNumber());
    }

    @Test
    void shouldAccountForEveryMessage() {
        final JsonNode audit = PIPELINE.audit();
        final JsonNode messages = audit.get("messages");
        MESSAGE_COUNTS.forEach(name -> assertTrue(messages.get(name).isIntegralNumber(), name));
        assertEquals(0, messages.get("unaccounted").longValue());
        assertEquals(3L * HOLES, messages.get("used").longValue());
        assertEquals(1, messages.get("dead_letter").longValue());
        assertEquals(messages.get("accepted").longValue(),
            MESSAGE_COUNTS.stream().filter(name -> !name.equals("accepted")).mapToLong(name -> messages.get(name).longValue()).sum());
        final JsonNode holes = audit.get("holes");
        Stream.of("matched", "estimated", "delivered").forEach(name -> assertEquals(HOLES, holes.get(name).longValue(), name));
        assertEquals(0, holes.get("failed").longValue());
    }

    @Test
    void shouldReadWhatAStoppedPipelineLeftAndGoOnFromThere() throws Exception {
        final long accepted = PIPELINE.audit().at("/messages/accepted").longValue();
        PIPELINE.stop();
        try {
            assertEquals(HOLES, PIPELINE.tail("estimated", "--kind", "ESTIMATE").size());
            assertEquals(1, PIPELINE.tail("inbound", "-n", "1").size());
            assertEquals(accepted, PIPELINE.audit().at("/messages/accepted").longValue());
            assertEquals(0, PIPELINE.audit().at("/messages/unaccounted").longValue());
            PIPELINE.status().get("stages").forEach(stage -> assertEquals("STOPPED", stage.get("state").textValue()));
            PIPELINE.run("verify");
        } finally {
            PIPELINE.start();
        }
        assertEquals(HOLES, PIPELINE.audit().at("/holes/delivered").longValue());
    }

    private static List<Long> indexes(final List<JsonNode> records) {
        return IntStream.range(0, records.size()).mapToObj(i -> records.get(i).get("index").longValue()).toList();
    }
}
