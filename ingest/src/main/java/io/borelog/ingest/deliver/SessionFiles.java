package io.borelog.ingest.deliver;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Persistent sessions in {@code <data>/sessions/}: one small JSON file each, named by a hash of the client id, never by the id itself,
 * because a client chooses that. Written to a temporary file, forced, renamed. {@code mark.json} says up to which inbound record the
 * QoS 2 ids in these files are complete; what came after is read from inbound at start.
 */
public final class SessionFiles {
    private static final String MARK = "mark.json";
    private static final String SUFFIX = ".json";
    private static final int HASH_BYTES = 16;
    private static final int VERSION = 1;

    private final ObjectMapper json = new ObjectMapper();
    private final Path directory;

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record FilterEntry(String filter, int qos, boolean noLocal, long[] from) {
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record InFlightEntry(int packetId, int journal, long seq) {
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record File(
        int version, String clientId, long expirySeconds, long disconnectedMs, long since, int[] qos2,
        long[] positions, List<FilterEntry> filters, List<InFlightEntry> inFlight) {
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Mark(long inboundSeq) {
    }

    public SessionFiles(final Path data) {
        this.directory = data.resolve("sessions");
    }

    /** @param onUnreadable told of each file that makes no sense; that session is gone, the others are not. */
    public List<StoredSession> load(final int maxWindow, final Consumer<Exception> onUnreadable) throws IOException {
        final List<StoredSession> sessions = new ArrayList<>();
        Files.createDirectories(directory);
        try (Stream<Path> files = Files.list(directory)) {
            for (final Path path : files.sorted().toList()) {
                final String name = path.getFileName().toString();
                if (name.endsWith(SUFFIX) && !name.equals(MARK)) {
                    try {
                        sessions.add(read(path, maxWindow));
                    } catch (final IOException | RuntimeException ex) {
                        onUnreadable.accept(new IOException("session file " + name + " is not readable", ex));
                    }
                }
            }
        }
        return sessions;
    }

    private StoredSession read(final Path path, final int maxWindow) throws IOException {
        final File file = json.readValue(path.toFile(), File.class);
        if (file.version != VERSION || !path.getFileName().toString().equals(name(file.clientId))) {
            throw new IOException("not a session of version " + VERSION + " under its own name");
        }
        final Subscriber subscriber = new Subscriber(file.clientId, maxWindow);
        for (final FilterEntry entry : file.filters) {
            final Filter filter = new Filter(entry.filter, entry.qos, entry.noLocal);
            System.arraycopy(entry.from, 0, filter.from, 0, filter.from.length);
            subscriber.filters.add(filter);
        }
        for (final Lane lane : subscriber.lanes) {
            lane.state = file.filters.isEmpty() ? Lane.State.NONE : Lane.State.AWAY;
            lane.position = file.positions[lane.journal];
        }
        file.inFlight.forEach(entry -> subscriber.inFlight.restore(entry.packetId, entry.journal, entry.seq));
        final SessionState state = new SessionState(file.expirySeconds, file.disconnectedMs, file.since, file.qos2);
        subscriber.state = state;
        return new StoredSession(file.clientId, subscriber, state);
    }

    /** @param positions by journal: everything up to this seq is handled, except what is in flight. */
    void save(final Subscriber subscriber, final long[] positions) throws IOException {
        final List<FilterEntry> filters = new ArrayList<>();
        subscriber.filters.forEach(filter -> filters.add(new FilterEntry(filter.text(), filter.qos, filter.noLocal, filter.from)));
        final List<InFlightEntry> inFlight = new ArrayList<>();
        subscriber.inFlight.forEach((packetId, journal, seq) -> inFlight.add(new InFlightEntry(packetId, journal, seq)));
        final SessionState state = subscriber.state;
        write(name(subscriber.clientId), json.writeValueAsBytes(new File(VERSION, subscriber.clientId, state.expirySeconds(),
            state.disconnectedMs(), state.since(), state.qos2(), positions, filters, inFlight)));
    }

    void remove(final String clientId) throws IOException {
        Files.deleteIfExists(directory.resolve(name(clientId)));
    }

    /** @return inbound seq up to which the QoS 2 ids of all files are complete; 0 = unknown. */
    public long mark() throws IOException {
        try {
            return json.readValue(Files.readAllBytes(directory.resolve(MARK)), Mark.class).inboundSeq;
        } catch (final NoSuchFileException ex) {
            return 0;
        }
    }

    void saveMark(final long inboundSeq) throws IOException {
        write(MARK, json.writeValueAsBytes(new Mark(inboundSeq)));
    }

    private void write(final String name, final byte[] bytes) throws IOException {
        final Path temporary = directory.resolve(name + ".tmp");
        try (FileChannel channel = FileChannel.open(temporary,
            StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            final ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(false);
        }
        Files.move(temporary, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String name(final String clientId) {
        try {
            final byte[] hash = MessageDigest.getInstance("SHA-256").digest(clientId.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, HASH_BYTES) + SUFFIX;
        } catch (final NoSuchAlgorithmException ex) {
            throw new IllegalStateException(ex); // every JDK has SHA-256
        }
    }
}
