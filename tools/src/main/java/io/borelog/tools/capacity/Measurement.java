package io.borelog.tools.capacity;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A pipeline looked at for a while, from outside.
 *
 * @param coresBusy processor time of all its processes by the time that passed
 */
record Measurement(double seconds, List<StageMeasure> stages, double coresBusy) {
    private static final double NS_PER_S = 1e9;

    /**
     * @param processes names of the stages' processes
     * @param ended     ends it before its time
     * @return null where it was ended
     */
    static Measurement take(final Path data, final List<String> processes, final int seconds, final CountDownLatch ended)
        throws InterruptedException {
        final Map<String, Look> before = look(data, processes);
        final long startNs = System.nanoTime();
        if (ended.await(seconds, TimeUnit.SECONDS)) {
            return null;
        }
        final Map<String, Look> now = look(data, processes);
        final long windowNs = System.nanoTime() - startNs;
        final List<StageMeasure> stages = new ArrayList<>();
        long cpuNs = 0;
        for (final SizedStage stage : SizedStage.values()) {
            final List<String> own = processes.stream().filter(stage::hasProcess).toList();
            final Look window = own.stream().map(process -> now.get(process).since(before.get(process))).reduce(Look::plus).orElseThrow();
            final Look whole = own.stream().map(now::get).reduce(Look::plus).orElseThrow();
            stages.add(StageMeasure.of(stage, whole, window, windowNs));
            cpuNs += window.cpuNs();
        }
        return new Measurement(windowNs / NS_PER_S, List.copyOf(stages), cpuNs / (double) windowNs);
    }

    private static Map<String, Look> look(final Path data, final List<String> processes) {
        final Map<String, Look> looks = new LinkedHashMap<>();
        for (final SizedStage stage : SizedStage.values()) {
            processes.stream().filter(stage::hasProcess).forEach(process -> looks.put(process, Look.at(data, stage, process)));
        }
        return looks;
    }

    /** Whether any stage has ever had anything to do. */
    boolean isKnown() {
        return stages.stream().anyMatch(StageMeasure::isKnown);
    }

    StageMeasure of(final SizedStage stage) {
        return stages.get(stage.ordinal());
    }

    /** While it was looked at. */
    double messagesPerS() {
        return of(SizedStage.INGEST).rate();
    }

    double holesPerS() {
        return of(SizedStage.INFER).rate();
    }

    double bytesPerS() {
        return stages.stream().mapToDouble(StageMeasure::bytesPerS).sum();
    }

    /** What all journals grow by for one message of a tool. */
    double bytesPerMessage() {
        return stages.stream().mapToDouble(stage -> stage.bytesPerUnit() * stage.stage().perMessage()).sum();
    }
}
