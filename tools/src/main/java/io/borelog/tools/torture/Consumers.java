package io.borelog.tools.torture;

import io.borelog.journal.stage.AuditCounts;
import io.borelog.journal.stage.StageFile;
import io.borelog.journal.stage.StageName;
import io.borelog.journal.stage.StageState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The stages behind ingest on a full disk: each goes on until it has nothing to do, or no space to write it down, and then says WAITING.
 *
 * @param places where the stages stand; equal to those of another moment where nothing has moved meanwhile
 * @param astray stages that have something to do and do not wait for space
 */
record Consumers(List<Long> places, List<String> astray) {
    /** As it is just now. */
    static Consumers look(final Path data, final List<String> processes, final Inspection inspection) {
        final Inspection.Sum sum = inspection.audit(data);
        final long inbound = limit(data, StageName.INGEST);
        final long correlated = correlated(data);
        final List<String> astray = new ArrayList<>();
        if (correlated < inbound && !waits(data, processes, StageName.CORRELATE)) {
            astray.add(StageName.CORRELATE);
        }
        if (sum.estimated() < sum.matched() && !waits(data, processes, StageName.INFER)) {
            astray.add(StageName.INFER);
        }
        if (sum.delivered() < sum.estimated() && !waits(data, processes, StageName.PUBLISH)) {
            astray.add(StageName.PUBLISH);
        }
        return new Consumers(List.of(inbound, correlated, sum.matched(), sum.estimated(), sum.delivered()), astray);
    }

    private static long limit(final Path data, final String process) {
        try (StageFile file = StageFile.watch(StageFile.path(data, process))) {
            return file == null ? 0 : file.limit();
        }
    }

    private static long correlated(final Path data) {
        try (StageFile correlate = StageFile.watch(StageFile.path(data, StageName.CORRELATE))) {
            return AuditCounts.read(correlate).inboundSeq();
        }
    }

    /** Whether any process of this stage does. */
    private static boolean waits(final Path data, final List<String> processes, final String stage) {
        return processes.stream().filter(process -> process.startsWith(stage)).anyMatch(process -> {
            try (StageFile file = StageFile.watch(StageFile.path(data, process))) {
                return file != null && file.state() == StageState.WAITING;
            }
        });
    }
}
