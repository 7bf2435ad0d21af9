package io.borelog.tools;

import io.borelog.journal.ExitCode;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RecordView;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Shows records: read-only, safe beside a live writer, across rolls. Without --follow it stops at the end there was when it began. */
@Command(description = "Shows the records of a journal: inbound, matched, estimated (all workers as one), estimated-K, outbound.")
final class TailCommand implements Callable<Integer> {
    private static final long FOLLOW_PAUSE_MS = 5;
    private static final long STOP_LIMIT_SECONDS = 2;

    @ParentCommand
    private Borelog borelog;

    @Parameters(paramLabel = "JOURNAL")
    private String journal;

    @Option(names = "--from", paramLabel = "POS", description = "start, end, an index, an ISO-8601 instant, or an age such as -5m")
    private String from;

    @Option(names = "--to", paramLabel = "POS", description = "the last to show, itself included")
    private String to;

    @Option(names = "-n", paramLabel = "N", description = "the last N, or with --from the first N from there")
    private Long count;

    @Option(names = "--follow", description = "go on with what is appended")
    private boolean follow;

    @Option(names = "--kind", paramLabel = "K", description = "only records of this kind: ${COMPLETION-CANDIDATES}")
    private RecordKind kind;

    @Option(names = "--tool", paramLabel = "T", description = "only records of this tool: TOOL or TOOLBOX/TOOL")
    private String tool;

    private final RecordText text = new RecordText();
    private final RecordFields fields = new RecordFields();
    private int corrupt;

    private record Place(String journal, long index) {
    }

    @Override
    public Integer call() throws InterruptedException {
        final long nowNs = WallTime.nowNs();
        final Position start = from == null ? null : Position.parse(from, nowNs);
        final Position end = to == null ? Position.END : Position.parse(to, nowNs);
        final DataDirectory data = new DataDirectory(borelog.data());
        final List<String> journals = data.resolve(journal);
        final CountDownLatch ended = new CountDownLatch(1);
        try (ExitOnSignal signal = ExitOnSignal.install(ended::countDown, STOP_LIMIT_SECONDS);
            Output out = borelog.output();
            MergedReader reader = new MergedReader(data, journals, ex -> {
                corrupt++;
                System.err.println("borelog tail: " + ex.getMessage() + ", skipped");
            })) {
            if (start == null && count != null) {
                showLast(data, reader, end, out);
            } else {
                reader.seek(start == null ? Position.START : start);
                showFrom(reader, end, count == null ? Long.MAX_VALUE : count, out, ended);
            }
            if (follow && (start == null && count != null)) {
                showFrom(reader, end, Long.MAX_VALUE, out, ended);
            }
        }
        return corrupt == 0 ? ExitCode.OK.code() : ExitCode.CORRUPT.code();
    }

    private void showFrom(
        final MergedReader reader, final Position end, final long limit, final Output out, final CountDownLatch ended)
        throws InterruptedException {
        long shown = 0;
        while (shown < limit && ended.getCount() > 0) {
            if (!reader.next(follow)) {
                out.flush();
                if (!follow || ended.await(FOLLOW_PAUSE_MS, TimeUnit.MILLISECONDS)) {
                    return;
                }
            } else if (end.isBefore(reader.record())) {
                return;
            } else if (isWanted(reader.record())) {
                show(reader, out);
                shown++;
            }
        }
    }

    /** Places are kept rather than records, which may be large; they are read again when it is known which were the last. */
    private void showLast(final DataDirectory data, final MergedReader reader, final Position end, final Output out) {
        if (kind == null && tool == null && end.kind() == Position.Kind.END) {
            reader.seekLast(count);
        } else {
            reader.seek(Position.START);
        }
        final ArrayDeque<Place> last = new ArrayDeque<>();
        while (reader.next(false) && !end.isBefore(reader.record())) {
            if (isWanted(reader.record())) {
                last.add(new Place(reader.journal(), reader.record().index()));
                if (last.size() > count) {
                    last.remove();
                }
            }
        }
        for (final Place place : last) {
            try (MergedReader again = new MergedReader(data, List.of(place.journal), ex -> { })) {
                again.seek(new Position(Position.Kind.INDEX, place.index));
                if (again.next(false)) {
                    show(again, out);
                }
            }
        }
        out.flush();
    }

    private boolean isWanted(final RecordView record) {
        if (kind != null && record.kind() != kind) {
            return false;
        }
        if (tool == null) {
            return true;
        }
        final String of = text.tool(record);
        return of != null && (of.equals(tool) || of.endsWith("/" + tool));
    }

    private void show(final MergedReader reader, final Output out) {
        if (borelog.json()) {
            out.object(json -> fields.write(json, reader.journal(), reader.record()));
        } else {
            out.line((journal.equals(reader.journal()) ? "" : reader.journal() + " ") + text.line(reader.record()));
        }
    }
}
