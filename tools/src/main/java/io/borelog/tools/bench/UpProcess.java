package io.borelog.tools.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.stage.StageFile;
import io.borelog.tools.torture.Launcher;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code borelog up} as a child, ready when this is made; it ends with this, or with our end of its stdin. What it says goes to stderr. */
final class UpProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("borelog ready mqtt=(\\S+) .*");
    private static final long READY_LIMIT_S = 120;
    private static final long STOP_LIMIT_S = 120;
    private static final String UP = "up";

    private final Process process;
    private final Path data;
    private final List<String> stages;
    private final CompletableFuture<String> ready = new CompletableFuture<>();

    private UpProcess(final Process process, final Path data, final List<String> stages) {
        this.process = process;
        this.data = data;
        this.stages = stages;
        final Thread output = new Thread(this::copyOutput, "output of up");
        output.setDaemon(true);
        output.start();
    }

    /**
     * @param arguments of {@code up}, all but the data directory
     * @param stages    names of the processes that it will have
     */
    static UpProcess start(final Launcher launcher, final Path data, final List<String> arguments, final List<String> stages)
        throws IOException, InterruptedException {
        final List<String> all = new ArrayList<>(List.of(UP, "--stop-with-stdin", "--data", data.toString()));
        all.addAll(arguments);
        final UpProcess up = new UpProcess(
            new ProcessBuilder(launcher.command(all)).redirectErrorStream(true).start(), data, stages);
        try {
            up.ready.get(READY_LIMIT_S, TimeUnit.SECONDS);
            return up;
        } catch (final ExecutionException | TimeoutException ex) {
            up.close();
            throw new StageException(ExitCode.CHECK_FAILED, "the pipeline did not become ready: see what it said", ex);
        } catch (final InterruptedException ex) {
            up.close();
            throw ex;
        }
    }

    private void copyOutput() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                final Matcher said = READY.matcher(line);
                if (said.matches()) {
                    ready.complete(said.group(1));
                } else {
                    System.err.println("[up] " + line);
                }
            }
        } catch (final IOException ex) {
            // its end of the pipe is gone, and with it what it might have said
        }
        ready.completeExceptionally(new StageException(ExitCode.CHECK_FAILED, "up ended before it was ready"));
    }

    /** HOST:PORT. */
    String endpoint() {
        return ready.join();
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
    long kill(final String stage) {
        try (StageFile file = StageFile.watch(StageFile.path(data, stage))) {
            final long pid = file == null ? 0 : file.pid();
            final Optional<ProcessHandle> child = process.children().filter(one -> one.pid() == pid).findFirst();
            child.ifPresent(ProcessHandle::destroyForcibly);
            return child.map(ProcessHandle::pid).orElse(0L);
        }
    }

    @Override
    public void close() {
        process.toHandle().destroy(); // SIGTERM; destroying the process itself would close the pipe with its last words
        try {
            if (!process.waitFor(STOP_LIMIT_S, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (final InterruptedException ex) {
            process.destroyForcibly(); // its stages notice and stop
            Thread.currentThread().interrupt();
        }
    }
}
