package io.borelog.tools;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.borelog.journal.stage.AuditCounts;
import io.borelog.tools.torture.Checks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The torture's own checks must be able to fail: each loss and each repetition is made by hand and must be found. */
class TortureChecksTest {
    private static final String RESULT_TOPIC = "OPCPUBSUB/box/t1/ResultManagement";
    private static final String TRACE_TOPIC = RESULT_TOPIC + "/Trace";

    @TempDir
    private Path data;

    @Test
    void shouldHoldWhereEveryAckedHoleWasToldOnce() throws IOException {
        try (WrittenJournals journals = new WrittenJournals(data)) {
            hole(journals);
            final Checks checks = check(ack("result", "the result"), ack("trace", "the trace"));
            assertTrue(checks.hold(), checks::toString);
            assertEquals(2, checks.acked());
            assertEquals(1, checks.holes());
        }
    }

    @Test
    void shouldFindAnAckedMessageThatIsNotInInbound() throws IOException {
        try (WrittenJournals journals = new WrittenJournals(data)) {
            hole(journals);
            final Checks checks = check(ack("result", "the result"), ack("trace", "another trace"));
            assertEquals(1, checks.ackedLost());
            assertFalse(checks.hold());
        }
    }

    @Test
    void shouldFindAnAckedHoleThatHasNoEstimate() throws IOException {
        try (WrittenJournals journals = new WrittenJournals(data)) {
            final long result = journals.message(RESULT_TOPIC, "the result");
            journals.hole(result, "t1");
            final Checks checks = check(ack("result", "the result"));
            assertEquals(1, checks.estimatesMissing());
            assertEquals(1, checks.originsAstray());
            assertFalse(checks.hold());
        }
    }

    @Test
    void shouldFindAHoleThatWasEstimatedTwice() throws IOException {
        try (WrittenJournals journals = new WrittenJournals(data)) {
            final long result = hole(journals);
            journals.hole(result + 1, "t1");
            journals.estimate(0, result + 1, "t1", "OK", null);
            journals.out(result + 1, 1, 1, "t", "x");
            final Checks checks = check(ack("result", "the result"));
            assertEquals(1, checks.estimatesTwice());
            assertFalse(checks.hold());
        }
    }

    @Test
    void shouldFindWhatWasToldTwiceAndWhatWasNotToldInFull() throws IOException {
        try (WrittenJournals journals = new WrittenJournals(data)) {
            final long result = hole(journals);
            journals.out(result, 1, 1, "t", "x");
            journals.hole(result + 1, "t2");
            journals.estimate(0, result + 1, "t2", "OK", null);
            journals.out(result + 1, 1, 2, "t", "x");
            final Checks checks = check(ack("result", "the result"));
            assertEquals(1, checks.outsTwice());
            assertEquals(1, checks.outsIncomplete());
            assertFalse(checks.hold());
        }
    }

    @Test
    void shouldNotHoldWhereNothingWasAcked() throws IOException {
        try (WrittenJournals journals = new WrittenJournals(data)) {
            hole(journals);
            assertFalse(check().hold());
        }
    }

    /** A hole from its messages to what is told of it. @return seq of its Result */
    private static long hole(final WrittenJournals journals) {
        final long result = journals.message(RESULT_TOPIC, "the result");
        final long trace = journals.message(TRACE_TOPIC, "the trace");
        journals.hole(result, "t1");
        journals.estimate(0, result, "t1", "OK", null);
        journals.out(result, 1, 1, "t", "x");
        journals.correlateCounted(new AuditCounts(trace, -1, 2, 2, 0, 0, 0, 0));
        return result;
    }

    private Checks check(final String... acks) throws IOException {
        final Path log = data.resolve("acked.jsonl");
        Files.writeString(log, String.join("\n", acks));
        return Checks.of(data, List.of(log), new JournalInspection());
    }

    /** A line as simulate writes it. */
    private static String ack(final String part, final String payload) {
        final CRC32C crc = new CRC32C();
        crc.update(payload.getBytes(UTF_8));
        return """
            {"hole":1,"toolbox":"box","tool":"t1","resultId":"432","sourceTimestamp":"2025-06-23T14:07:43Z",\
            "part":"%s","bytes":%d,"crc32c":%d,"resend":0}""".formatted(part, payload.length(), crc.getValue());
    }
}
