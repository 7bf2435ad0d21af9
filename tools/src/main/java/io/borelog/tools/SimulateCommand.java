package io.borelog.tools;

import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.config.Setting;
import io.borelog.journal.config.Settings;
import io.borelog.journal.stage.StageFile;
import io.borelog.journal.stage.StageName;
import io.borelog.tools.simulate.LoadGenerator;
import io.borelog.tools.simulate.LoadSettings;
import io.borelog.tools.simulate.SimulateReport;
import io.borelog.tools.simulate.SizeProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/**
 * Simulated tools that publish holes at a fixed rate, whatever the endpoint does: the load and stress tool. {@code --data} is either the
 * data directory of a running pipeline, whose endpoint is then found, or a folder of folders with payloads to send.
 */
@Command(description = "Publishes simulated holes at a fixed rate and reports in the words of the field.")
final class SimulateCommand implements Callable<Integer> {
    private static final long STOP_LIMIT_SECONDS = 5;
    private static final double NS_PER_S = 1e9;

    @ParentCommand
    private Borelog borelog;

    @Option(names = "--rate", paramLabel = "N", defaultValue = "1", description = "holes per second, of three messages each; 1")
    private double rate;

    @Option(names = "--duration", paramLabel = "S", defaultValue = "60", description = "seconds; 60")
    private double seconds;

    @Option(names = "--tools", paramLabel = "N", defaultValue = "25", description = "tools that send; 25")
    private int tools;

    @Option(names = "--concurrent-publishers", paramLabel = "N", defaultValue = "10", description = "connections; 10")
    private int publishers;

    @Option(names = "--size", paramLabel = "SIZE", defaultValue = "MIXED", description = "samples of a hole: ${COMPLETION-CANDIDATES}")
    private SizeProfile size;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "the same seed gives the same holes; 1")
    private long seed;

    @Option(names = "--first-hole", paramLabel = "N", defaultValue = "0", description = "number of the first hole, to go on after a run")
    private long firstHole;

    @Option(names = "--shuffle", description = "the three messages of a hole in any order")
    private boolean shuffle;

    @Option(names = "--without-heads", paramLabel = "F", defaultValue = "0", description = "fraction of holes without Heads")
    private double withoutHeads;

    @Option(names = "--without-trace", paramLabel = "F", defaultValue = "0", description = "fraction of holes without Trace")
    private double withoutTrace;

    @Option(names = "--duplicates", paramLabel = "F", defaultValue = "0", description = "fraction of holes that are sent twice")
    private double duplicates;

    @Option(names = "--acked", paramLabel = "FILE", description = "writes down every acknowledged message")
    private Path acked;

    @Option(names = "--truth", paramLabel = "FILE", description = "writes down the true key points of every hole")
    private Path truth;

    @Option(names = "--report-every", paramLabel = "S", defaultValue = "5", description = "seconds between reports; 5")
    private double reportSeconds;

    @Option(names = "--max-in-flight", paramLabel = "N", defaultValue = "" + LoadSettings.DEFAULT_MAX_IN_FLIGHT,
        description = "messages a connection may have unacknowledged; " + LoadSettings.DEFAULT_MAX_IN_FLIGHT)
    private int maxInFlight;

    @Option(names = "--connect-within", paramLabel = "S", defaultValue = "10", description = "seconds until all are connected; 10")
    private double connectSeconds;

    @Option(names = "--stop-with-stdin", hidden = true)
    private boolean stopWithStdin;

    @Override
    public Integer call() {
        final Thread run = Thread.currentThread();
        if (stopWithStdin) {
            EndOfInput.exit();
        }
        try (ExitOnSignal signal = ExitOnSignal.install(run::interrupt, STOP_LIMIT_SECONDS);
            Output out = borelog.output()) {
            final LoadGenerator generator = new LoadGenerator(
                loadSettings(), SystemNanoClock.INSTANCE, SystemEpochClock.INSTANCE, report -> show(out, report));
            final SimulateReport summary = generator.run();
            show(out, summary);
            return summary.messagesFailed() + summary.messagesOutstanding() == 0 ? ExitCode.OK.code() : ExitCode.CHECK_FAILED.code();
        } catch (final IOException ex) {
            throw new StageException(ExitCode.CHECK_FAILED, ex.getMessage(), ex);
        } catch (final IllegalArgumentException ex) {
            throw new StageException(ExitCode.USAGE, ex.getMessage(), ex);
        } catch (final InterruptedException ex) {
            return ExitCode.OK.code();
        }
    }

    private LoadSettings loadSettings() {
        final Settings settings = borelog.settings();
        final LoadSettings load = new LoadSettings();
        load.host = settings.text(Setting.MQTT_HOST);
        load.port = settings.number(Setting.MQTT_PORT);
        final String endpoint = endpointOf(borelog.data());
        if (endpoint != null && settings.origin(Setting.MQTT_PORT).equals("default")) {
            load.host = Endpoint.host(endpoint);
            load.port = Endpoint.port(endpoint);
        } else if (borelog.isDataGiven() && !Files.isDirectory(borelog.data().resolve("stages"))) {
            load.replayDir = borelog.data();
        }
        load.holesPerSecond = rate;
        load.durationNs = (long) (seconds * NS_PER_S);
        load.reportIntervalNs = (long) (reportSeconds * NS_PER_S);
        load.connectTimeoutNs = (long) (connectSeconds * NS_PER_S);
        load.maxInFlight = maxInFlight;
        load.tools = tools;
        load.publishers = publishers;
        load.size = size;
        load.seed = seed;
        load.firstHole = firstHole;
        load.shuffleParts = shuffle;
        load.withoutHeads = withoutHeads;
        load.withoutTrace = withoutTrace;
        load.duplicates = duplicates;
        load.ackedFile = acked;
        load.truthFile = truth;
        return load;
    }

    /** @return HOST:PORT of the ingest that runs on this data directory, or null. */
    private static String endpointOf(final Path data) {
        try (StageFile ingest = new DataDirectory(data).stageFile(StageName.INGEST)) {
            final String address = ingest == null || !ingest.isAlive() ? Endpoint.OFF : Endpoint.ofNote(ingest.note());
            return address.equals(Endpoint.OFF) ? null : address;
        }
    }

    private void show(final Output out, final SimulateReport report) {
        if (borelog.json()) {
            out.json(report::write);
        } else if (report.summary()) {
            report.lines().forEach(out::line);
        } else {
            System.err.println(String.join(", ", report.lines()));
        }
        out.flush();
    }
}
