package io.borelog.tools.torture;

import io.borelog.tools.guest.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Fills the disk under a pipeline to the last block, in one way after the other, and checks what was promised. Ends by itself. */
public final class FullDisk {
    private final FullDiskPlan plan;
    private final Launcher launcher;
    private final Inspection inspection;
    private final CountDownLatch stopped;

    /** @param stopped counted down by whoever wants an early end */
    public FullDisk(final FullDiskPlan plan, final Launcher launcher, final Inspection inspection, final CountDownLatch stopped) {
        this.plan = plan;
        this.launcher = launcher;
        this.inspection = inspection;
        this.stopped = stopped;
    }

    /** To be called once; leaves neither process nor mount behind. @throws IllegalArgumentException where a case is unknown */
    public FullDiskReport run() throws IOException, InterruptedException {
        final long startNs = System.nanoTime();
        final List<FullDiskResult> results = new ArrayList<>();
        for (final FullDiskCase one : plan.cases()) {
            if (stopped.getCount() > 0) {
                final Path directory = Files.createDirectories(plan.work().resolve(one.name().replace('/', '-')));
                final FullDiskResult result = new FullDiskRun(one, plan, directory, launcher, inspection, stopped).run();
                results.add(result);
                System.err.println("borelog fulldisk: " + result.line());
                result.troubles().forEach(System.err::println);
                if (result.holds()) {
                    Tree.delete(directory);
                }
            }
        }
        return new FullDiskReport(results, (System.nanoTime() - startNs) / 1e9);
    }
}
