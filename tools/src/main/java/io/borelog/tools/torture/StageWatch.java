package io.borelog.tools.torture;

import io.borelog.journal.stage.StageFile;
import io.borelog.journal.stage.StageState;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.agrona.CloseHelper;

/** Which stages are down, since when, and when they say that they are ready again: READY in the stage file by another pid. */
public final class StageWatch implements AutoCloseable {
    private record Down(long pid, long sinceNs, String how) {
    }

    private final Map<String, StageFile> files = new HashMap<>();
    private final Map<String, Down> downs = new HashMap<>();
    private final Path data;
    private final List<String> processes;
    private final RestartTimes times;

    /** @param times null where nobody wants to know */
    public StageWatch(final Path data, final List<String> processes, final RestartTimes times) {
        this.data = data;
        this.processes = processes;
        this.times = times;
    }

    /** All stages are about to start, or were all killed. @param how null where the time does not count */
    void allDown(final String how, final long nowNs) {
        for (final String process : processes) {
            down(process, pid(process), how, nowNs);
        }
    }

    /** A stage was killed; one that was down already counts from this kill on. */
    public void killed(final String process, final long pid, final String how, final long nowNs) {
        final Down before = downs.get(process);
        down(process, pid, before != null && before.how != null ? before.how : how, nowNs);
    }

    private void down(final String process, final long pid, final String how, final long nowNs) {
        downs.put(process, new Down(pid, nowNs, how));
    }

    private long pid(final String process) {
        final StageFile file = file(process);
        return file == null ? 0 : file.pid();
    }

    private StageFile file(final String process) {
        return files.computeIfAbsent(process, name -> StageFile.watch(StageFile.path(data, name)));
    }

    public void poll(final long nowNs) {
        downs.entrySet().removeIf(entry -> {
            final StageFile file = file(entry.getKey());
            final Down down = entry.getValue();
            final boolean up = file != null && file.pid() != down.pid
                && (file.state() == StageState.READY || file.state() == StageState.WAITING);
            if (up && times != null && down.how != null) {
                times.add(entry.getKey(), down.how, nowNs - down.sinceNs);
            }
            return up;
        });
    }

    public boolean allReady() {
        return downs.isEmpty();
    }

    /** @return the stages that are down for longer than this, or an empty text */
    String downFor(final long seconds, final long nowNs) {
        return downs.entrySet().stream().filter(entry -> nowNs - entry.getValue().sinceNs > TimeUnit.SECONDS.toNanos(seconds))
            .map(Map.Entry::getKey).sorted().collect(Collectors.joining(", "));
    }

    @Override
    public void close() {
        CloseHelper.closeAll(files.values());
    }
}
