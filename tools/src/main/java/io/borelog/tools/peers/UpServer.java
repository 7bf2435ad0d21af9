package io.borelog.tools.peers;

import io.borelog.tools.load.UpProcess;
import io.borelog.tools.torture.Launcher;
import java.nio.file.Path;
import java.util.List;

/**
 * The whole pipeline. The messages are those of no hole: ingest does all of its work, correlate reads them and passes over them.
 *
 * @param arguments of {@code up}, all but the data directory; its port is a free one
 */
public record UpServer(Launcher launcher, List<String> arguments, String name, String ack) implements Server {
    @Override
    public Kind kind() {
        return Kind.BORELOG;
    }

    @Override
    public Running start(final Path work) throws InterruptedException {
        final UpProcess up = UpProcess.start(launcher, work.resolve("data"), arguments, List.of());
        return new Running() {
            @Override
            public int port() {
                return Integer.parseInt(up.endpoint().substring(up.endpoint().lastIndexOf(':') + 1));
            }

            @Override
            public List<Long> pids() {
                return up.pids();
            }

            @Override
            public void close() {
                up.close();
            }
        };
    }
}
