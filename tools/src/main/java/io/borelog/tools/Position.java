package io.borelog.tools;

import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.config.Settings;
import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.record.RecordView;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * A place in a journal as people write it: {@code start}, {@code end}, an index (decimal or 0x...), an ISO-8601 instant, or an age such as
 * {@code -5m}.
 *
 * @param value an index, or wall time in ns since 1970; meaningless for start and end
 */
record Position(Kind kind, long value) {
    static final Position START = new Position(Kind.START, 0);
    static final Position END = new Position(Kind.END, 0);
    private static final long NS_PER_S = 1_000_000_000L;

    enum Kind {
        START, END, INDEX, TIME
    }

    /**
     * @param nowNs what ages count from, ns since 1970
     * @throws StageException USAGE with the forms that are understood
     */
    static Position parse(final String text, final long nowNs) {
        try {
            if (text.equals("start")) {
                return START;
            } else if (text.equals("end")) {
                return END;
            } else if (text.matches("\\d+")) {
                return new Position(Kind.INDEX, Long.parseLong(text));
            } else if (text.matches("0[xX][0-9a-fA-F]+")) {
                return new Position(Kind.INDEX, Long.parseLong(text.substring(2), 16));
            } else if (text.startsWith("-")) {
                return new Position(Kind.TIME, nowNs - Settings.parseDurationNs(text.substring(1)));
            }
            final Instant instant = OffsetDateTime.parse(text).toInstant();
            return new Position(Kind.TIME, Math.addExact(Math.multiplyExact(instant.getEpochSecond(), NS_PER_S), instant.getNano()));
        } catch (final DateTimeException | IllegalArgumentException | ArithmeticException ex) {
            throw new StageException(ExitCode.USAGE,
                "not a position: " + text + "; use start, end, an index, an instant such as 2026-11-20T10:00:00Z, or an age such as -5m");
        }
    }

    /** Moves the reader here. @throws StageException NOT_FOUND where no record has this index */
    void seek(final JournalTailer tailer, final String journal) {
        switch (kind) {
            case START -> tailer.toStart();
            case END -> tailer.toEnd();
            case TIME -> tailer.seekWallTime(value);
            default -> {
                if (!tailer.seekIndex(value)) {
                    throw new StageException(ExitCode.NOT_FOUND, "journal " + journal + " has no record at index " + value
                        + ", it has " + tailer.firstIndex() + " to " + tailer.lastIndex());
                }
            }
        }
    }

    /** Whether a reader that stops here, this place included, has passed it. */
    boolean isBefore(final RecordView record) {
        return switch (kind) {
            case START -> true;
            case END -> false;
            case INDEX -> record.index() > value;
            case TIME -> record.header().wallTimeNs() > value;
        };
    }
}
