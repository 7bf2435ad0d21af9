package io.borelog.tools;

import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.config.Setting;
import io.borelog.journal.config.Settings;
import io.borelog.tools.soak.Soak;
import io.borelog.tools.soak.SoakReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** The same load for an hour: is it in the end as it was in the beginning? */
@Command(description = "Keeps one load up for long; checks that memory, open files, disk and latencies stay what they were.")
final class SoakCommand implements Callable<Integer> {
    private static final long STOP_LIMIT_SECONDS = 130;
    private static final int WINDOW_SECONDS = 60;
    private static final int MIN_WINDOWS = 12;
    /** Payloads of a hole's three messages. */
    private static final double HOLE_BYTES = 275e3;
    private static final int PARTS_OF_A_HOLE = 3;

    @ParentCommand
    private Borelog borelog;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "3600", description = "after a warm-up of one window; 3600")
    private int seconds;

    @Option(names = "--megabytes-per-second", paramLabel = "MB", defaultValue = "10", description = "of holes of 275 kB; 10")
    private double megabytesPerSecond;

    @Override
    public Integer call() throws Exception {
        final int rate = (int) Math.round(megabytesPerSecond * 1e6 / HOLE_BYTES * PARTS_OF_A_HOLE);
        if (seconds < MIN_WINDOWS || rate < 1) {
            throw new StageException(ExitCode.USAGE, "--seconds must be " + MIN_WINDOWS + " or more, --megabytes-per-second 0.1 or more: "
                + seconds + ", " + megabytesPerSecond);
        }
        final Thread run = Thread.currentThread();
        try (ExitOnSignal signal = ExitOnSignal.install(run::interrupt, STOP_LIMIT_SECONDS)) {
            if (borelog.isDataGiven()) {
                return run(borelog.data(), rate);
            }
            try (ScratchDirectory scratch = ScratchDirectory.create()) {
                return run(scratch.path(), rate);
            }
        } catch (final InterruptedException ex) {
            return ExitCode.OK.code();
        }
    }

    private int run(final Path data, final int rate) throws Exception {
        final Settings settings = borelog.settings();
        final List<String> arguments = new ArrayList<>(borelog.shared());
        ChildArguments.unlessSet(settings, Setting.MQTT_PORT, "0", arguments);
        ChildArguments.unlessSet(settings, Setting.RETENTION_SIZE, "2GiB", arguments);
        final int windowSeconds = Math.min(WINDOW_SECONDS, seconds / MIN_WINDOWS);
        final SoakReport report = new Soak(data, arguments, Stages.names(data, settings), rate, seconds / windowSeconds, windowSeconds)
            .run(ChildProcess::command, BenchCommand::subscribe, DiskUse::allocatedBytes);
        borelog.tell(report::write, report.lines());
        return report.holds() ? ExitCode.OK.code() : ExitCode.CHECK_FAILED.code();
    }
}
