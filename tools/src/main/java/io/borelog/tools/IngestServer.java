package io.borelog.tools;

import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.stage.StageName;
import io.borelog.tools.peers.Server;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Our endpoint with no stage behind it, to be measured. The command's thread.
 *
 * @param arguments of {@code ingest}, all but the data directory; its port is a free one
 */
record IngestServer(List<String> arguments, String name, String ack) implements Server {
    private static final long READY_LIMIT_NS = TimeUnit.SECONDS.toNanos(60);
    private static final long READY_POLL_MS = 20;
    private static final long STOP_LIMIT_S = 30;

    @Override
    public Kind kind() {
        return Kind.BORELOG;
    }

    @Override
    public Running start(final Path work) throws InterruptedException {
        final Path data = work.resolve("data");
        final List<String> all = new ArrayList<>(List.of(StageName.INGEST, "--stop-with-stdin", "--data", data.toString()));
        all.addAll(arguments);
        final ChildProcess child = ChildProcess.start(data, StageName.INGEST, all);
        try {
            return new Ready(child, Endpoint.port(awaitEndpoint(child)));
        } catch (final StageException | InterruptedException ex) {
            child.stop(STOP_LIMIT_S);
            throw ex;
        }
    }

    private static String awaitEndpoint(final ChildProcess child) throws InterruptedException {
        final CountDownLatch ended = new CountDownLatch(1);
        child.onExit(ended::countDown);
        final long beginNs = System.nanoTime();
        while (!child.isReady() || Endpoint.ofNote(child.note()).equals(Endpoint.OFF)) {
            if (ended.await(READY_POLL_MS, TimeUnit.MILLISECONDS) || System.nanoTime() - beginNs > READY_LIMIT_NS) {
                throw new StageException(ExitCode.CHECK_FAILED, "ingest did not become ready: see what it said");
            }
        }
        return Endpoint.ofNote(child.note());
    }

    private record Ready(ChildProcess child, int port) implements Running {
        @Override
        public List<Long> pids() {
            return List.of(child.pid());
        }

        @Override
        public void close() {
            child.stop(STOP_LIMIT_S);
        }
    }
}
