package io.borelog.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.log.Journals;
import io.borelog.journal.record.DecidingConfig;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RedriveRecord;
import io.borelog.journal.record.Texts;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The control socket of a running ingest: what is asked becomes records of inbound, and nothing else can be asked. */
@Timeout(60)
class ControlSocketTest {
    @TempDir
    private Path data;

    private SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(data.resolve("control.sock")));
    }

    /** @return the line, or null where the peer hung up. */
    private static String readLine(final SocketChannel channel) throws IOException {
        final ByteBuffer one = ByteBuffer.allocate(1);
        final StringBuilder line = new StringBuilder();
        while (channel.read(one.clear()) == 1) {
            if (one.get(0) == '\n') {
                return line.toString();
            }
            line.append((char) one.get(0));
        }
        return null;
    }

    private String ask(final String request) throws IOException {
        try (SocketChannel channel = connect()) {
            channel.write(ByteBuffer.wrap((request + '\n').getBytes(UTF_8)));
            return readLine(channel);
        }
    }

    private List<Long> redrives(final RunningIngest ingest) {
        final List<Long> redrives = new ArrayList<>();
        try (JournalTailer tailer = Journals.tail(data, Journals.INBOUND, ingest.stageFile::limit)) {
            while (tailer.next()) {
                if (tailer.record().kind() == RecordKind.REDRIVE) {
                    redrives.add(new RedriveRecord().wrap(tailer.record()).messageSeq());
                }
            }
        }
        return redrives;
    }

    private DecidingConfig config(final RunningIngest ingest) {
        DecidingConfig config = null;
        try (JournalTailer tailer = Journals.tail(data, Journals.INBOUND, ingest.stageFile::limit)) {
            while (tailer.next()) {
                if (tailer.record().kind() == RecordKind.CONFIG) {
                    config = DecidingConfig.parse(Texts.get(tailer.record().payload(), tailer.record().payloadOffset()));
                }
            }
        }
        return config;
    }

    @Test
    void shouldWriteRedrivesAndTellTheNewestSeqOnceTheyAreCommitted() throws IOException {
        try (RunningIngest ingest = RunningIngest.start(data)) {
            final long first = ingest.inbound().get(0).seq();
            final String answer = ask("{\"redrive\":[" + first + "," + (first + 1) + "]}");
            assertEquals(List.of(first, first + 1), redrives(ingest));
            final long newest = ingest.inbound().stream().filter(record -> record.kind() == RecordKind.REDRIVE)
                .mapToLong(RunningIngest.Stored::seq).max().orElseThrow();
            assertEquals("{\"ok\":true,\"seq\":" + newest + "}", answer);
        }
    }

    @Test
    void shouldKeepAControlChangeOverARestart() throws IOException {
        try (RunningIngest ingest = RunningIngest.start(data)) {
            assertTrue(ask("{\"set\":{\"correlate.window\":\"7s\"}}").startsWith("{\"ok\":true"));
            assertEquals("7s", config(ingest).get("correlate.window"));
        }
        assertFalse(Files.exists(data.resolve("control.sock")));
        try (RunningIngest ingest = RunningIngest.start(data)) {
            assertEquals("7s", config(ingest).get("correlate.window"), "the file has not changed since");
        }
    }

    @Test
    void shouldRefuseWithASentenceAndWriteNothing() throws IOException {
        try (RunningIngest ingest = RunningIngest.start(data)) {
            final long records = ingest.inbound().stream().filter(record -> record.kind() != RecordKind.TICK).count();
            final String[][] cases = {
                {"{\"set\":{\"correlate.window\":\"soon\"}}", "correlate.window must be a duration"},
                {"{\"set\":{\"correlate.windo\":\"7s\"}}", "did you mean correlate.window"},
                {"{\"set\":{\"mqtt.port\":\"7\"}}", "mqtt.port decides nothing"},
                {"{\"set\":{}}", "asks for nothing"},
                {"{\"redrive\":[]}", "asks for nothing"},
                {"{\"redrive\":[1.5]}", "takes seqs"},
                {"{\"redrive\":[-3]}", "no message -3"},
                {"{\"redrive\":[9223372036854775807]}", "no message 9223372036854775807"},
                {"{\"redrive\":[1],\"set\":{}}", "a request is"},
                {"{\"redrive\":[" + "1,".repeat(1_000) + "1]}", "at most 1000"},
                {"nonsense", "one line of JSON"},
                {"", "a request is"}};
            try (SocketChannel channel = connect()) {
                for (final String[] refused : cases) {
                    channel.write(ByteBuffer.wrap((refused[0] + '\n').getBytes(UTF_8)));
                    final String answer = readLine(channel);
                    assertTrue(answer.startsWith("{\"ok\":false,\"error\":") && answer.contains(refused[1]), refused[0] + " -> " + answer);
                }
            }
            assertEquals(records, ingest.inbound().stream().filter(record -> record.kind() != RecordKind.TICK).count());
        }
    }

    @Test
    void shouldBePrivateAndBounded() throws IOException {
        try (RunningIngest ingest = RunningIngest.start(data)) {
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("control.sock"))));
            try (SocketChannel endless = connect()) {
                final ByteBuffer spaces = ByteBuffer.wrap(" ".repeat(64 << 10).getBytes(UTF_8));
                endless.write(spaces);
                assertEquals(null, readLine(endless), "a line without end is cut off");
            }
            final List<SocketChannel> idle = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                idle.add(connect());
                idle.get(i).write(ByteBuffer.wrap("{}\n".getBytes(UTF_8)));
                assertTrue(readLine(idle.get(i)).contains("a request is"));
            }
            try (SocketChannel tooMany = connect()) {
                assertEquals(null, readLine(tooMany));
            }
            for (final SocketChannel channel : idle) {
                channel.close();
            }
            RunningIngest.await("a place", () -> {
                try {
                    return ask("{}") != null;
                } catch (final IOException ex) {
                    return false;
                }
            });
            assertTrue(ask("{\"redrive\":[" + ingest.inbound().get(0).seq() + "]}").startsWith("{\"ok\":true"));
        }
    }
}
