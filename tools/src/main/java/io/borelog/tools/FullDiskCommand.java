package io.borelog.tools;

import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.tools.torture.FullDisk;
import io.borelog.tools.torture.FullDiskPlan;
import io.borelog.tools.torture.FullDiskReport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Fills disks of its own under a loaded pipeline, for whoever is root on Linux. Exit 0 only where nothing was lost and nobody died. */
@Command(hidden = true, description = "Fills small disks of its own under a loaded pipeline and frees them again (needs root).")
final class FullDiskCommand implements Callable<Integer> {
    private static final long STOP_LIMIT_SECONDS = 150;

    @ParentCommand
    private Borelog borelog;

    @Option(names = "--only", paramLabel = "CASE",
        description = "only this case, such as ext4/load, or those that begin so, such as ext4/roll; repeatable")
    private List<String> only = new ArrayList<>();

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "3", description = "how often each disk is filled and freed; 3")
    private int rounds;

    @Option(names = "--seed", paramLabel = "X", defaultValue = "1", description = "of watermarks and moments, and of the holes; 1")
    private long seed;

    private final CountDownLatch stopped = new CountDownLatch(1);

    @Override
    public Integer call() throws Exception {
        final ScratchDirectory scratch = ScratchDirectory.create();
        try (ExitOnSignal signal = ExitOnSignal.install(stopped::countDown, STOP_LIMIT_SECONDS)) {
            final List<String> processes = Stages.names(scratch.path(), borelog.settings());
            final FullDiskPlan plan = new FullDiskPlan(scratch.path(), processes, borelog.shared(), only, rounds, seed);
            final FullDiskReport report = new FullDisk(plan, ChildProcess::command, new JournalInspection(), stopped).run();
            borelog.tell(report::write, report.lines());
            if (report.holds() || stopped.getCount() == 0) {
                scratch.close();
                return ExitCode.OK.code();
            }
            System.err.println("borelog fulldisk: what failed is kept in " + scratch.path());
            return ExitCode.CHECK_FAILED.code();
        } catch (final IllegalArgumentException ex) {
            scratch.close();
            throw new StageException(ExitCode.USAGE, ex.getMessage(), ex);
        }
    }
}
