package io.borelog.tools.peers;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.tools.guest.Tree;
import io.borelog.tools.load.CalmDisk;
import io.borelog.tools.load.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One run: every load against every server of a plan, each time a fresh one, then what is written about them. The command's thread. */
public final class PeersRun {
    private static final String NAME = "peers";
    /** What a fast server may write in a second, warm-up included; its file is removed before the next begins. */
    private static final long BYTES_PER_SECOND = 2L << 30;

    private final PeersPlan plan;
    private final List<Measurement> measurements = new ArrayList<>();

    public PeersRun(final PeersPlan plan) {
        this.plan = plan;
    }

    /** @return what was found; it is in the plan's directory already. @throws StageException DISK where there is no room for the data */
    public PeersReport run() throws Exception {
        checkRoom();
        Files.createDirectories(plan.out());
        final Map<String, String> facts = new LinkedHashMap<>(plan.facts());
        facts.putAll(Machine.facts(plan.data()));
        for (final Load load : plan.loads()) {
            for (int round = 1; round <= plan.rounds(); round++) {
                for (final Server server : plan.pairs()) {
                    measure(load, server, round);
                }
            }
            for (final Server server : plan.once()) {
                measure(load, server, 1);
            }
        }
        final PeersReport report = new PeersReport(facts, plan.loads(), measurements, plan.missing());
        write(report);
        return report;
    }

    private void checkRoom() throws IOException {
        final long free = Files.getFileStore(plan.data()).getUsableSpace();
        final long needed = (long) (plan.seconds() * BYTES_PER_SECOND);
        if (free < needed) {
            throw new StageException(ExitCode.DISK, String.format(Locale.ROOT, "the journals of these loads may take %.1f GiB and %s has"
                + " %.1f: name another directory with --data", needed / (double) (1 << 30), plan.data(), free / (double) (1 << 30)));
        }
    }

    private void measure(final Load load, final Server server, final int round) throws Exception {
        final Path work = Files.createDirectory(plan.data().resolve("server"));
        try {
            CalmDisk.await(work);
            measurements.add(measure(load, server, round, work));
        } catch (final StageException ex) {
            if (ex.exitCode() == ExitCode.USAGE) {
                throw ex; // the same for all
            }
            measurements.add(new Measurement(load, server, round, "", null, ex.getMessage()));
        } finally {
            Tree.delete(work);
        }
        System.err.println("borelog peers: " + line(measurements.get(measurements.size() - 1)));
    }

    private Measurement measure(final Load load, final Server server, final int round, final Path work) throws Exception {
        try (Server.Running running = server.start(work)) {
            final MqLoad mqload = new MqLoad(plan.tools().mqload(), running, work);
            // a broker without a subscriber throws messages away
            try (AutoCloseable subscriber = server.kind() == Server.Kind.PEER ? mqload.subscribe() : () -> { }) {
                if (server.kind() == Server.Kind.BORELOG) {
                    for (final List<String> before : load.before(plan.seconds())) {
                        mqload.publish(before, plan.seconds());
                    }
                }
                final LoadFigures figures = mqload.publish(load.arguments(plan.seconds()), plan.seconds());
                return new Measurement(load, server, round, running.version(), figures, null);
            }
        }
    }

    private String line(final Measurement one) {
        final String begin = String.format(Locale.ROOT, "%d of %d: %s: %s: ", measurements.size(), plan.measurements(), one.load().title(),
            one.server().name());
        return begin + (one.figures() == null ? one.failure() : String.format(Locale.ROOT, "%.0f messages/s, PUBACK p99 %.2f ms%s",
            one.figures().messagesPerSecond(), one.figures().ackMs("p99"), one.note().isEmpty() ? "" : "; " + one.note()));
    }

    private void write(final PeersReport report) throws IOException {
        try (JsonGenerator json = new JsonFactory().createGenerator(Files.newBufferedWriter(plan.out().resolve(NAME + ".json")))) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            report.write(json);
            json.writeEndObject();
        }
        Files.writeString(plan.out().resolve(NAME + ".md"), PeersPage.markdown(report));
        Files.writeString(page(), PeersPage.html(report));
    }

    /** @return the page, for people. */
    public Path page() {
        return plan.out().resolve(NAME + ".html");
    }

    /** Lines for people. */
    public static List<String> lines(final PeersReport report) {
        return PeersPage.markdown(report).lines().toList();
    }
}
