package io.borelog.tools.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.borelog.tools.Inspections;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What both laboratories do after a cut, on a pipeline that was killed: it holds, and a planted loss is found. */
class ComebackIT {
    private static final int LOAD_S = 2;

    @TempDir
    private Path directory;

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void shouldHoldAfterAKillAndFindAPlantedLoss() throws Exception {
        final CountDownLatch stopped = new CountDownLatch(1);
        final Path data = directory.resolve("data");
        final Path log = directory.resolve("up.log");
        final Comeback comeback = comeback(stopped);
        final int port = Torture.freePort();
        final List<Path> acked = new ArrayList<>();
        try (Load load = new Load(BorelogProcess::command, directory, port, 1); Pipeline first = comeback.pipeline(data, port, log)) {
            comeback.awaitReady(first, data);
            load.start(false, LOAD_S);
            while (!load.hasAcked(1)) {
                assertFalse(load.hasEnded(), first::said);
                Thread.onSpinWait();
            }
            first.killAll();
            load.close();
            acked.addAll(load.acked());
        }
        try (Pipeline again = comeback.pipeline(data, port, log)) {
            comeback.awaitReady(again, data);
            comeback.drainAndStop(again, data);
        }
        assertEquals(0, comeback.check(data, acked, directory).ackedLost());
        assertEquals(List.of(), comeback.troubles());

        acked.add(Files.writeString(directory.resolve("planted.jsonl"), """
            {"hole":1,"toolbox":"box","tool":"t1","resultId":"1","sourceTimestamp":"2026-01-05T08:00:00Z","part":"result","bytes":9,\
            "crc32c":1,"resend":0}"""));
        final Comeback another = comeback(stopped);
        assertEquals(1, another.check(data, acked, directory).ackedLost());
        assertFalse(another.goesOn());
        assertTrue(another.troubles().toString().contains("acked and not in inbound"), another.troubles()::toString);
    }

    private static Comeback comeback(final CountDownLatch stopped) {
        return new Comeback(BorelogProcess::command, Inspections.ofJournals(), List.of("ingest", "correlate", "infer-0", "publish"),
            List.of(), stopped);
    }
}
