package io.borelog.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.config.Setting;
import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.log.Journals;
import io.borelog.journal.record.DecidingConfig;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.Texts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Start and stop. */
class StopTest {
    @TempDir
    private Path data;

    @Test
    void shouldAcknowledgeWhatWasReceivedBeforeItSaysGoodbye() throws IOException {
        final RunningIngest ingest = RunningIngest.start(data);
        try (RawClient client = RawClient.connected(ingest.port(), 5, "c", true)) {
            ingest.hold();
            for (int id = 1; id <= 3; id++) {
                client.publish(5, "t", 1, id, false, new byte[] {1});
            }
            client.send("C0 00");
            assertEquals("d0", client.readPacket());
            ingest.close();
            for (int id = 1; id <= 3; id++) {
                assertEquals("40 000" + id, client.readPacket());
            }
            assertEquals("e0 8b", client.readPacket());
            assertEquals("closed", client.readPacket());
        }
    }

    @Test
    void shouldSayInOneLineThatThePortIsInUse() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            final StageException ex = assertThrows(StageException.class,
                () -> RunningIngest.start(data, "mqtt.port=" + taken.getLocalPort()));
            assertEquals(ExitCode.LOCKED, ex.exitCode());
            assertTrue(ex.getMessage().startsWith("cannot listen on 127.0.0.1:" + taken.getLocalPort()), ex.getMessage());
        }
        RunningIngest.start(data).close();
    }

    @Test
    void shouldWriteTheDecidingSettingsAtEveryOpen() {
        RunningIngest.start(data, "correlate.window=7s").close();
        RunningIngest.start(data, "correlate.window=8s").close();
        int configs = 0;
        try (JournalTailer tailer = Journals.tail(data, Journals.INBOUND, () -> Long.MAX_VALUE)) {
            while (tailer.next()) {
                if (tailer.record().kind() == RecordKind.CONFIG) {
                    configs++;
                    final DecidingConfig config =
                        DecidingConfig.parse(Texts.get(tailer.record().payload(), tailer.record().payloadOffset()));
                    assertEquals(configs == 1 ? "7s" : "8s", config.get(Setting.CORRELATE_WINDOW.key()));
                }
            }
        }
        assertEquals(2, configs);
    }
}
