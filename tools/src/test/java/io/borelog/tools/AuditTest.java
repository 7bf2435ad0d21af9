package io.borelog.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import io.borelog.journal.stage.AuditCounts;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The arithmetic of the audit on journals written by the real appender, correlate's counts given by the test. */
class AuditTest {
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

    private Audit audit(final boolean broker) {
        return Audit.take(new DataDirectory(data), broker, ex -> fail(ex));
    }

    private long messages(final int count) {
        long seq = 0;
        for (int i = 0; i < count; i++) {
            seq = written.message("OPCPUBSUB/box/drill/Result", "{}");
        }
        return seq;
    }

    @Test
    void shouldCallEverythingPendingWhereCorrelateNeverRan() {
        messages(5);
        written.tick();

        assertEquals(new Audit(5, 0, 0, 0, 0, 5, 0, 0, 0, 0), audit(false));
        assertEquals(0, audit(false).unaccounted());
    }

    @Test
    void shouldCountWhatCorrelateHasNotReadAsPending() {
        final long read = messages(10);
        written.tick();
        written.correlateCounted(new AuditCounts(read, 10, 10, 4, 1, 2, 1, 2));
        messages(3);

        final Audit audit = audit(false);
        assertEquals(13, audit.accepted());
        assertEquals(2 + 3, audit.pending());
        assertEquals(0, audit.unaccounted());
    }

    @Test
    void shouldNoticeAMessageThatCorrelateLost() {
        final long read = messages(10);
        written.correlateCounted(new AuditCounts(read, 10, 10, 4, 1, 2, 1, 1));

        assertEquals(1, audit(false).unaccounted());
        final CommandRun run = CommandRun.of("audit", "--data", data.toString(), "--json");
        assertEquals(1, run.code());
        assertEquals(1, run.object().at("/messages/unaccounted").asInt());
    }

    @Test
    void shouldNotBelieveCountsOfRecordsThatAPowerCutTook() {
        final long read = messages(4);
        written.correlateCounted(new AuditCounts(read + 100, 104, 104, 104, 0, 0, 0, 0));

        assertEquals(new Audit(4, 0, 0, 0, 0, 4, 0, 0, 0, 0), audit(false));
    }

    @Test
    void shouldFollowHolesToTheirDelivery() {
        final long first = messages(1);
        final long second = messages(1);
        final long third = messages(1);
        for (final long origin : new long[] {first, second, third}) {
            written.hole(origin, "drill");
        }
        written.estimate(0, first, "drill", "OK", null);
        written.estimate(1, second, "drill", "CRASH", "three deaths");
        written.out(first, 1, 2, "a", "{}");
        written.out(first, 2, 2, "b", "{}");
        written.delivered(first);
        written.out(second, 1, 1, "b", "{}");
        written.out(third, 1, 2, "b", "{}");

        final Audit audit = audit(false);
        assertEquals(3, audit.matched());
        assertEquals(2, audit.estimated());
        assertEquals(1, audit.failed());
        assertEquals(2, audit.delivered(), "the third lacks its second message");
        assertEquals(1, audit(true).delivered(), "the broker has acked the first only");
    }

    @Test
    void shouldReportInTheFormOfTheContract() {
        final long read = messages(2);
        written.correlateCounted(new AuditCounts(read, 2, 2, 0, 0, 2, 0, 0));

        final JsonNode report = CommandRun.of("audit", "--data", data.toString(), "--json").object();
        assertEquals("{\"messages\":{\"accepted\":2,\"used\":0,\"duplicate\":0,\"ignored\":2,\"dead_letter\":0,\"pending\":0,"
            + "\"unaccounted\":0},\"holes\":{\"matched\":0,\"estimated\":0,\"failed\":0,\"delivered\":0}}", report.toString());
        assertEquals(3, CommandRun.of("audit", "--data", data.resolve("nowhere").toString()).code());
    }
}
