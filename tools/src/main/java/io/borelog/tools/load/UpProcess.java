package io.borelog.tools.load;

import io.borelog.journal.stage.StageFile;
import io.borelog.tools.torture.Launcher;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code borelog up} as a child, ready when this is made; it ends with this, or with our end of its stdin. What it says goes to stderr. */
public final class UpProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("borelog ready mqtt=(\\S+) .*");
    private static final long READY_LIMIT_S = 120;
    private static final long STOP_LIMIT_S = 120;
    private static final String UP = "up";

    private final ReadyProcess process;
    private final Path data;
    private final List<String> stages;

    private UpProcess(final ReadyProcess process, final Path data, final List<String> stages) {
        this.process = process;
        this.data = data;
        this.stages = stages;
    }

    /**
     * @param arguments of {@code up}, all but the data directory
     * @param stages    names of the processes that it will have
     */
    public static UpProcess start(final Launcher launcher, final Path data, final List<String> arguments, final List<String> stages)
        throws InterruptedException {
        final List<String> all = new ArrayList<>(List.of(UP, "--stop-with-stdin", "--data", data.toString()));
        all.addAll(arguments);
        return new UpProcess(ReadyProcess.start("borelog up", new ProcessBuilder(launcher.command(all)), READY, READY_LIMIT_S, STOP_LIMIT_S,
            line -> System.err.println("[up] " + line)), data, stages);
    }

    /** HOST:PORT. */
    public String endpoint() {
        return process.ready(1);
    }

    /** Of {@code up} and of its stages. */
    public List<Long> pids() {
        return process.pids();
    }

    /** Of each stage, of {@code up} itself, and of this process, which is the load and the subscriber. */
    List<ProcessUse> uses() {
        final List<ProcessUse> uses = new ArrayList<>();
        for (final String stage : stages) {
            try (StageFile file = StageFile.watch(StageFile.path(data, stage))) {
                if (file != null) {
                    uses.add(ProcessUse.of(stage, file.pid()));
                }
            }
        }
        uses.add(ProcessUse.of(UP, process.pid()));
        uses.add(ProcessUse.of(LoadResult.GENERATOR, ProcessHandle.current().pid()));
        return uses;
    }

    /** SIGKILL of one stage, which is started again. @return its pid; 0 where it does not run just now */
    public long kill(final String stage) {
        try (StageFile file = StageFile.watch(StageFile.path(data, stage))) {
            final long pid = file == null ? 0 : file.pid();
            final Optional<ProcessHandle> child = process.children().filter(one -> one.pid() == pid).findFirst();
            child.ifPresent(ProcessHandle::destroyForcibly);
            return child.map(ProcessHandle::pid).orElse(0L);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
