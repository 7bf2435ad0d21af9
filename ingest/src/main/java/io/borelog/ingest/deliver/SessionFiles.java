package io.borelog.ingest.deliver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.stream.IntStream;
import java.util.stream.LongStream;
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
    private static final long FULL_BYTES = 1 << 20;

    /** Used for trees only: binding classes by reflection is a tenth of the processor time of a start. */
    private final ObjectMapper json = new ObjectMapper();
    private final Path directory;

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
        final JsonNode file = json.readTree(path.toFile());
        final String clientId = file.required("clientId").textValue();
        if (file.required("version").intValue() != VERSION || !path.getFileName().toString().equals(name(clientId))) {
            throw new IOException("not a session of version " + VERSION + " under its own name");
        }
        final Subscriber subscriber = new Subscriber(clientId, maxWindow);
        for (final JsonNode entry : file.required("filters")) {
            final Filter filter = new Filter(entry.required("filter").textValue(), entry.required("qos").intValue(),
                entry.required("noLocal").booleanValue());
            for (int i = 0; i < filter.from.length; i++) {
                filter.from[i] = entry.required("from").required(i).longValue();
            }
            subscriber.filters.add(filter);
        }
        for (final Lane lane : subscriber.lanes) {
            lane.state = subscriber.filters.isEmpty() ? Lane.State.NONE : Lane.State.AWAY;
            lane.position = file.required("positions").required(lane.journal).longValue();
        }
        for (final JsonNode entry : file.required("inFlight")) {
            subscriber.inFlight.restore(
                entry.required("packetId").intValue(), entry.required("journal").intValue(), entry.required("seq").longValue());
        }
        final JsonNode qos2 = file.required("qos2");
        final SessionState state = new SessionState(file.required("expirySeconds").longValue(),
            file.required("disconnectedMs").longValue(), file.required("since").longValue(),
            IntStream.range(0, qos2.size()).map(i -> qos2.get(i).intValue()).toArray());
        subscriber.state = state;
        return new StoredSession(clientId, subscriber, state);
    }

    /** @param positions by journal: everything up to this seq is handled, except what is in flight. */
    void save(final Subscriber subscriber, final long[] positions) throws IOException {
        final SessionState state = subscriber.state;
        final ObjectNode file = json.createObjectNode()
            .put("version", VERSION)
            .put("clientId", subscriber.clientId)
            .put("expirySeconds", state.expirySeconds())
            .put("disconnectedMs", state.disconnectedMs())
            .put("since", state.since());
        IntStream.of(state.qos2()).forEach(file.putArray("qos2")::add);
        LongStream.of(positions).forEach(file.putArray("positions")::add);
        final ArrayNode filters = file.putArray("filters");
        subscriber.filters.forEach(filter -> LongStream.of(filter.from).forEach(filters.addObject()
            .put("filter", filter.text()).put("qos", filter.qos).put("noLocal", filter.noLocal).putArray("from")::add));
        final ArrayNode inFlight = file.putArray("inFlight");
        subscriber.inFlight.forEach((packetId, journal, seq) ->
            inFlight.addObject().put("packetId", packetId).put("journal", journal).put("seq", seq));
        write(name(subscriber.clientId), json.writeValueAsBytes(file));
    }

    void remove(final String clientId) throws IOException {
        Files.deleteIfExists(directory.resolve(name(clientId)));
    }

    /** @return inbound seq up to which the QoS 2 ids of all files are complete; 0 = unknown. */
    public long mark() throws IOException {
        try {
            return json.readTree(Files.readAllBytes(directory.resolve(MARK))).required("inboundSeq").longValue();
        } catch (final NoSuchFileException ex) {
            return 0;
        }
    }

    /** Why a write may have failed: less is free than a few small files take. */
    boolean diskIsFull() {
        try {
            return Files.getFileStore(directory).getUsableSpace() < FULL_BYTES;
        } catch (final IOException ex) {
            return false;
        }
    }

    void saveMark(final long inboundSeq) throws IOException {
        write(MARK, json.writeValueAsBytes(json.createObjectNode().put("inboundSeq", inboundSeq)));
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
