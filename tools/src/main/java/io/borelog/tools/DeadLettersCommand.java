package io.borelog.tools;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.log.CorruptRecordException;
import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.log.Journals;
import io.borelog.journal.record.DispositionRecord;
import io.borelog.journal.record.HoleRecord;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RecordView;
import io.borelog.journal.record.Seq;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Messages that were not worked on, with the reason, and the way to try them again. */
@Command(description = "Shows the messages that were not worked on, or tries them again.")
final class DeadLettersCommand implements Runnable {
    private static final int BATCH = 1_000; // as many as ingest takes at once

    @ParentCommand
    private Borelog borelog;

    @Spec
    private CommandSpec spec;

    private final DispositionRecord disposition = new DispositionRecord();
    private final HoleRecord hole = new HoleRecord();
    private int corrupt;
    private int gone;

    /** One verdict on a message. */
    private record Letter(long messageSeq, long wallTimeNs, String topic, String reason, String detail) {
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "deadletters needs one of: list, redrive");
    }

    @Command(name = "list", description = "Every dead letter: when, which message, topic, reason.")
    int list() {
        final DataDirectory data = new DataDirectory(borelog.data());
        data.requireExists();
        try (Output out = borelog.output(); MergedReader reader = reader(data)) {
            while (reader.next(false)) {
                if (isDeadLetter(reader.record())) {
                    show(out, letter(reader.record()));
                }
            }
        }
        return exitCode();
    }

    @Command(name = "redrive", description = "Has what is a dead letter now handled again, as if it came now. Needs a running ingest.")
    int redrive(
        @Option(names = "--reason", paramLabel = "R", description = "only those with this reason") final String reason,
        @Option(names = "--seq", paramLabel = "S", description = "only this message: a number, or EPOCH:COUNTER; repeatable")
        final List<String> seqs,
        @Option(names = "--dry-run", description = "show which, and do nothing") final boolean dryRun) {
        final DataDirectory data = new DataDirectory(borelog.data());
        data.requireExists();
        final Map<Long, Letter> letters = current(data);
        if (reason != null) {
            letters.values().removeIf(letter -> !letter.reason.equals(reason));
        }
        if (seqs != null) {
            keepOnly(seqs.stream().map(this::seq).toList(), letters);
        }
        keepReadable(data, letters);
        try (Output out = borelog.output()) {
            if (!dryRun) {
                send(List.copyOf(letters.keySet()));
            }
            letters.values().forEach(letter -> show(out, letter));
        }
        System.err.println("borelog deadletters: " + letters.size() + (dryRun ? " would be tried again" : " are tried again"));
        return exitCode();
    }

    /** Those that no later decision took up, as far as matched tells: what waits for a partner after a redrive is shown still. */
    private Map<Long, Letter> current(final DataDirectory data) {
        final Map<Long, Letter> letters = new LinkedHashMap<>();
        try (MergedReader reader = reader(data)) {
            while (reader.next(false)) {
                final RecordView record = reader.record();
                if (isDeadLetter(record)) {
                    letters.put(disposition.messageSeq(), letter(record));
                } else if (record.kind() == RecordKind.DISPOSITION) {
                    letters.remove(disposition.messageSeq());
                } else if (record.kind() == RecordKind.HOLE || record.kind() == RecordKind.UNMATCHED) {
                    hole.wrap(record);
                    List.of(hole.resultSeq(), hole.traceSeq(), hole.headsSeq()).forEach(letters::remove);
                }
            }
        }
        return letters;
    }

    /** What inbound cannot give back, retention or a turned bit has taken: it is said, and stays a dead letter. */
    private void keepReadable(final DataDirectory data, final Map<Long, Letter> letters) {
        try (JournalTailer inbound = data.tail(Journals.INBOUND)) {
            letters.keySet().removeIf(seq -> {
                final Lineage.Missing missing = Lineage.message(inbound, seq, record -> { });
                if (missing != null) {
                    System.err.println("borelog deadletters: " + Seq.text(seq) + " cannot be tried again: " + missing.why());
                    gone++;
                    corrupt += missing.corrupt() ? 1 : 0;
                }
                return missing != null;
            });
        }
    }

    private static void keepOnly(final List<Long> wanted, final Map<Long, Letter> letters) {
        for (final long seq : wanted) {
            if (!letters.containsKey(seq)) {
                throw new StageException(ExitCode.NOT_FOUND, "message " + Seq.text(seq) + " is no such dead letter");
            }
        }
        letters.keySet().retainAll(wanted);
    }

    private long seq(final String text) {
        try {
            final int colon = text.indexOf(':');
            return colon < 0 ? Long.parseLong(text)
                : Seq.first(Long.parseLong(text.substring(0, colon))) + Long.parseLong(text.substring(colon + 1));
        } catch (final NumberFormatException ex) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--seq takes a number or EPOCH:COUNTER, not " + text, ex);
        }
    }

    private void send(final List<Long> seqs) {
        for (int from = 0; from < seqs.size(); from += BATCH) {
            final ObjectNode request = new ObjectMapper().createObjectNode();
            final ArrayNode redrive = request.putArray("redrive");
            seqs.subList(from, Math.min(seqs.size(), from + BATCH)).forEach(redrive::add);
            ControlClient.ask(borelog.data(), request, ExitCode.CHECK_FAILED);
        }
    }

    private MergedReader reader(final DataDirectory data) {
        return new MergedReader(data, List.of(Journals.MATCHED), this::tellCorrupt);
    }

    private boolean isDeadLetter(final RecordView record) {
        return record.kind() == RecordKind.DISPOSITION && disposition.wrap(record).disposition() == DispositionRecord.DEAD_LETTER;
    }

    private Letter letter(final RecordView record) {
        disposition.wrap(record);
        return new Letter(disposition.messageSeq(), record.header().wallTimeNs(), disposition.topic(), disposition.reason(),
            disposition.detail());
    }

    private void show(final Output out, final Letter letter) {
        if (borelog.json()) {
            out.object(json -> {
                json.writeNumberField("message", letter.messageSeq);
                json.writeStringField("wall_time", WallTime.text(letter.wallTimeNs));
                json.writeStringField("topic", letter.topic);
                json.writeStringField("reason", letter.reason);
                json.writeStringField("detail", letter.detail);
            });
        } else {
            final String topic = letter.topic == null ? "-" : letter.topic;
            out.line(WallTime.text(letter.wallTimeNs) + " " + Seq.text(letter.messageSeq) + " " + topic + " " + letter.reason
                + (letter.detail == null ? "" : ": " + letter.detail));
        }
    }

    private void tellCorrupt(final CorruptRecordException ex) {
        corrupt++;
        System.err.println("borelog deadletters: " + ex.getMessage() + ", skipped");
    }

    private int exitCode() {
        return (corrupt > 0 ? ExitCode.CORRUPT : gone > 0 ? ExitCode.NOT_FOUND : ExitCode.OK).code();
    }
}
