package io.borelog.tools;

import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.config.Setting;
import io.borelog.journal.config.Settings;
import io.borelog.tools.torture.Torture;
import io.borelog.tools.torture.TorturePlan;
import io.borelog.tools.torture.TortureReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Kills stages under load and checks that nothing was lost and nothing came twice. Exit 0 only where all of it holds. */
@Command(description = "Kills stages of a pipeline under load at random moments; checks that nothing was lost, nothing came twice.")
final class TortureCommand implements Callable<Integer> {
    private static final long STOP_LIMIT_SECONDS = 150;

    @ParentCommand
    private Borelog borelog;

    @Option(names = "--kills", paramLabel = "N", defaultValue = "50", description = "moments of killing; 50")
    private int kills;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "7200", description = "time for killing, at most; 7200")
    private int seconds;

    @Option(names = "--seed", paramLabel = "X", defaultValue = "1", description = "of what is killed when, and of the holes; 1")
    private long seed;

    @Option(names = "--holes-per-second", paramLabel = "R", defaultValue = "10", description = "load, of three messages each; 10")
    private double holesPerSecond;

    @Option(names = "--of", paramLabel = "WHAT", description = "kill only this stage's process, or whole, or supervisor; repeatable")
    private List<String> victims = new ArrayList<>();

    private final CountDownLatch stopped = new CountDownLatch(1);

    @Override
    public Integer call() throws Exception {
        final Settings settings = borelog.settings();
        try (ExitOnSignal signal = ExitOnSignal.install(stopped::countDown, STOP_LIMIT_SECONDS)) {
            if (borelog.isDataGiven()) {
                return run(borelog.data(), borelog.data().resolve("torture"), settings);
            }
            final ScratchDirectory scratch = ScratchDirectory.create();
            final int code = run(scratch.path().resolve("data"), scratch.path().resolve("torture"), settings);
            if (code == ExitCode.OK.code()) {
                scratch.close();
            } else {
                System.err.println("borelog torture: everything is kept in " + scratch.path());
            }
            return code;
        }
    }

    private int run(final Path data, final Path work, final Settings settings) throws Exception {
        final List<String> processes = Stages.names(data, settings);
        final List<String> known = new ArrayList<>(processes);
        known.addAll(List.of(Torture.WHOLE, Torture.SUPERVISOR));
        if (!known.containsAll(victims)) {
            throw new StageException(ExitCode.USAGE, "--of must be among " + known + ": " + victims);
        }
        final TorturePlan plan = new TorturePlan(
            data, work, processes, victims, shortWindows(borelog.shared(), settings), kills, seconds, seed, holesPerSecond);
        final TortureReport report = new Torture(plan, ChildProcess::command, new JournalInspection(), stopped).run();
        borelog.tell(report::write, report.lines());
        return report.holds() || stopped.getCount() == 0 ? ExitCode.OK.code() : ExitCode.CHECK_FAILED.code();
    }

    /** Unless they are set, so that a hole without Trace is answered while the torture lasts. */
    static List<String> shortWindows(final List<String> shared, final Settings settings) {
        final List<String> arguments = new ArrayList<>(shared);
        ChildArguments.unlessSet(settings, Setting.CORRELATE_WINDOW, "3s", arguments);
        ChildArguments.unlessSet(settings, Setting.CORRELATE_GRACE, "1s", arguments);
        return arguments;
    }
}
