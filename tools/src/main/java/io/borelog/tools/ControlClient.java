package io.borelog.tools;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.borelog.journal.stage.ExitCode;
import io.borelog.journal.stage.StageException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Asks a running ingest, over the control socket in its data directory, to write something into inbound. */
final class ControlClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long ANSWER_LIMIT_MS = TimeUnit.SECONDS.toMillis(60);

    private ControlClient() {
    }

    /**
     * @param refused exit code where ingest says no
     * @return seq of the newest record that it became, committed
     * @throws StageException NOT_FOUND where no ingest runs there
     */
    static long ask(final Path data, final JsonNode request, final ExitCode refused) {
        final Path socket = data.resolve("control.sock");
        final JsonNode answer;
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX); Selector selector = Selector.open()) {
            connect(channel, socket);
            final ByteBuffer line = ByteBuffer.wrap((JSON.writeValueAsString(request) + '\n').getBytes(UTF_8));
            while (line.hasRemaining()) {
                channel.write(line);
            }
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            answer = JSON.readTree(readLine(channel, selector));
        } catch (final IOException ex) {
            throw new StageException(ExitCode.CHECK_FAILED, "ingest gave no answer on " + socket + ": " + ex.getMessage(), ex);
        }
        if (!answer.path("ok").asBoolean()) {
            throw new StageException(refused, answer.path("error").asText("ingest gave no answer"));
        }
        return answer.get("seq").longValue();
    }

    private static void connect(final SocketChannel channel, final Path socket) {
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (final IOException ex) {
            throw new StageException(ExitCode.NOT_FOUND, "no ingest runs in " + socket.getParent() + ": " + ex.getMessage(), ex);
        }
    }

    private static String readLine(final SocketChannel channel, final Selector selector) throws IOException {
        final ByteArrayOutputStream line = new ByteArrayOutputStream();
        final ByteBuffer buffer = ByteBuffer.allocate(4 << 10);
        while (true) {
            if (selector.select(ANSWER_LIMIT_MS) == 0) {
                throw new IOException("none within " + ANSWER_LIMIT_MS / 1_000 + " s");
            }
            selector.selectedKeys().clear();
            if (channel.read(buffer.clear()) < 0) {
                throw new IOException("it hung up");
            }
            for (int i = 0; i < buffer.position(); i++) {
                if (buffer.get(i) == '\n') {
                    return line.toString(UTF_8);
                }
                line.write(buffer.get(i));
            }
        }
    }
}
