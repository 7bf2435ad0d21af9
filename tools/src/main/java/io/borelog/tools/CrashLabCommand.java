package io.borelog.tools;

import io.borelog.journal.ExitCode;
import io.borelog.journal.config.Settings;
import io.borelog.tools.guest.HostPrograms;
import io.borelog.tools.torture.CrashLab;
import io.borelog.tools.torture.CrashPlan;
import io.borelog.tools.torture.CrashReport;
import io.borelog.tools.torture.GuestLab;
import io.borelog.tools.torture.GuestPlan;
import io.borelog.tools.torture.GuestReport;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/**
 * Power cuts: of a file system of its own, for whoever is root on Linux, or of a whole machine in QEMU, for anybody. Exit 0 only where
 * nothing was lost and nothing came twice.
 */
@Command(hidden = true, description = "Cuts the power under a loaded pipeline: of a loop-mounted disk (needs root), or of a guest.")
final class CrashLabCommand implements Callable<Integer> {
    private static final long STOP_LIMIT_SECONDS = 150;

    @ParentCommand
    private Borelog borelog;

    @Option(names = "--cuts", paramLabel = "N", defaultValue = "10", description = "power cuts; 10")
    private int cuts;

    @Option(names = "--seed", paramLabel = "X", defaultValue = "1", description = "of what is cut how, and of the holes; 1")
    private long seed;

    @Option(names = "--guest", description = "kill a machine in QEMU instead of the loop-mounted disk; no root needed, slow")
    private boolean guest;

    @Option(names = "--kernel", paramLabel = "DIR", defaultValue = "/",
        description = "with --guest: where boot/vmlinuz-* and lib/modules of a kernel lie; /")
    private Path kernel;

    @Option(names = "--accel", paramLabel = "A", defaultValue = "tcg",
        description = "with --guest: accelerator of QEMU, tcg, or kvm where the host has it; tcg")
    private String accelerator;

    private final CountDownLatch stopped = new CountDownLatch(1);

    @Override
    public Integer call() throws Exception {
        final Settings settings = borelog.settings();
        final HostPrograms programs = guest ? HostPrograms.find(kernel) : null; // before anything is made
        final ScratchDirectory scratch = ScratchDirectory.create();
        try (ExitOnSignal signal = ExitOnSignal.install(stopped::countDown, STOP_LIMIT_SECONDS)) {
            final List<String> processes = Stages.names(scratch.path(), settings);
            final boolean holds = guest ? cutGuests(programs, scratch.path(), processes) : cutDisks(scratch.path(), processes);
            if (holds || stopped.getCount() == 0) {
                scratch.close();
                return ExitCode.OK.code();
            }
            System.err.println("borelog crashlab: everything is kept in " + scratch.path());
            return ExitCode.CHECK_FAILED.code();
        }
    }

    private boolean cutDisks(final Path work, final List<String> processes) throws Exception {
        final CrashPlan plan = new CrashPlan(work, processes, borelog.shared(), cuts, seed);
        final CrashReport report = new CrashLab(plan, ChildProcess::command, new JournalInspection(), stopped).run();
        borelog.tell(report::write, report.lines());
        return report.holds();
    }

    private boolean cutGuests(final HostPrograms programs, final Path work, final List<String> processes) throws Exception {
        final GuestPlan plan = new GuestPlan(work, processes, borelog.shared(), cuts, seed, accelerator);
        final GuestReport report = new GuestLab(plan, programs, ChildProcess::command, new JournalInspection(), stopped).run();
        borelog.tell(report::write, report.lines());
        return report.holds();
    }
}
