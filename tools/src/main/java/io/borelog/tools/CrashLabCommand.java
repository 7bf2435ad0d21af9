package io.borelog.tools;

import io.borelog.journal.ExitCode;
import io.borelog.journal.config.Setting;
import io.borelog.journal.config.Settings;
import io.borelog.tools.torture.CrashLab;
import io.borelog.tools.torture.CrashPlan;
import io.borelog.tools.torture.CrashReport;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Power cuts on a file system of its own; for whoever is root on Linux. Exit 0 only where nothing was lost and nothing came twice. */
@Command(hidden = true, description = "Cuts the power of a loop-mounted disk under a loaded pipeline; needs root on Linux.")
final class CrashLabCommand implements Callable<Integer> {
    private static final long STOP_LIMIT_SECONDS = 150;

    @ParentCommand
    private Borelog borelog;

    @Option(names = "--cuts", paramLabel = "N", defaultValue = "10", description = "power cuts; 10")
    private int cuts;

    @Option(names = "--seed", paramLabel = "X", defaultValue = "1", description = "of what is cut how, and of the holes; 1")
    private long seed;

    private final CountDownLatch stopped = new CountDownLatch(1);

    @Override
    public Integer call() throws Exception {
        final Settings settings = borelog.settings();
        final ScratchDirectory scratch = ScratchDirectory.create();
        try (ExitOnSignal signal = ExitOnSignal.install(stopped::countDown, STOP_LIMIT_SECONDS)) {
            final CrashPlan plan = new CrashPlan(scratch.path(),
                Stages.processes(scratch.path(), settings.number(Setting.INFER_WORKERS)).stream().map(Stages.Process::name).toList(),
                borelog.shared(), cuts, seed);
            final CrashReport report = new CrashLab(plan, ChildProcess::command, new JournalInspection(), stopped).run();
            try (Output out = borelog.output()) {
                if (borelog.json()) {
                    out.object(report::write);
                } else {
                    report.lines().forEach(out::line);
                }
            }
            if (report.holds() || stopped.getCount() == 0) {
                scratch.close();
                return ExitCode.OK.code();
            }
            System.err.println("borelog crashlab: everything is kept in " + scratch.path());
            return ExitCode.CHECK_FAILED.code();
        }
    }
}
