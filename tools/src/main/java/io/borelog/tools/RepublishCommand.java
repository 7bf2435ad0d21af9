package io.borelog.tools;

import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.config.Setting;
import io.borelog.journal.config.Settings;
import io.borelog.journal.log.Journals;
import io.borelog.journal.record.OutRecord;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.Seq;
import io.borelog.journal.stage.StageFile;
import io.borelog.journal.stage.StageName;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/**
 * Tells a stretch of outbound again, byte for byte as it was told, to the external broker or, under a prefix, to the endpoint of the running
 * pipeline. Returns when everything is acknowledged.
 */
@Command(description = "Delivers a stretch of outbound again, to publish.broker or to the endpoint.")
final class RepublishCommand implements Callable<Integer> {
    @ParentCommand
    private Borelog borelog;

    @Option(names = "--from", paramLabel = "POS", required = true,
        description = "first record of outbound: start, an index, an ISO-8601 instant, or an age such as -5m")
    private String from;

    @Option(names = "--to", paramLabel = "POS", defaultValue = "end", description = "last record, itself included; the end there is now")
    private String to;

    @Option(names = "--topic-prefix", paramLabel = "P", description = "put before each topic; the endpoint takes nothing without")
    private String prefix;

    private int corrupt;

    @Override
    public Integer call() throws InterruptedException, IOException {
        final long nowNs = WallTime.nowNs();
        final Position start = Position.parse(from, nowNs);
        final Position end = Position.parse(to, nowNs);
        final Settings settings = borelog.settings();
        final DataDirectory data = new DataDirectory(borelog.data());
        final List<String> journals = data.resolve(Journals.OUTBOUND);
        requireTopic(settings);
        final String broker = settings.text(Setting.PUBLISH_BROKER);
        try (Lease lease = Lease.take(data.path(), "republish", Journals.OUTBOUND, Seq.NONE);
            Output out = borelog.output();
            MergedReader reader = new MergedReader(data, journals, ex -> {
                corrupt++;
                System.err.println("borelog republish: " + ex.getMessage() + ", skipped");
            });
            Republisher republisher = new Republisher(broker.isEmpty() ? endpoint(data) : broker,
                settings.text(Setting.PUBLISH_CLIENT_ID) + "-republish-" + ProcessHandle.current().pid(),
                settings.number(Setting.PUBLISH_WINDOW))) {
            data.requireNotRemoved(Journals.OUTBOUND, start);
            reader.seek(start);
            republisher.connect();
            final OutRecord message = new OutRecord();
            while (reader.next(false) && !end.isBefore(reader.record())) {
                if (reader.record().kind() == RecordKind.OUT) {
                    message.wrap(reader.record());
                    final byte[] body = new byte[message.bodyLength()];
                    message.buffer().getBytes(message.bodyOffset(), body);
                    republisher.send(prefix == null ? message.topic() : prefix + message.topic(), body);
                }
            }
            republisher.awaitAcks();
            report(out, republisher);
        }
        return corrupt == 0 ? ExitCode.OK.code() : ExitCode.CORRUPT.code();
    }

    private void requireTopic(final Settings settings) {
        if (prefix == null) {
            return;
        }
        prefix = prefix.endsWith("/") ? prefix : prefix + "/";
        if (prefix.equals("/") || prefix.startsWith("$") || prefix.matches("(?s).*[+#\\x00].*")) {
            throw new StageException(ExitCode.USAGE, "--topic-prefix must be topic levels without wildcards and not begin with $");
        }
        if (prefix.startsWith(settings.text(Setting.TOPIC_ROOT) + "/")) {
            throw new StageException(ExitCode.USAGE, "--topic-prefix must not begin with " + settings.text(Setting.TOPIC_ROOT)
                + ": the pipeline would take the results for messages of tools");
        }
    }

    private String endpoint(final DataDirectory data) {
        if (prefix == null) {
            throw new StageException(ExitCode.USAGE, "no " + Setting.PUBLISH_BROKER.key() + " is set, and at the endpoint --topic-prefix is "
                + "needed: what is published there is journaled like any message, and subscribers could not tell it from new results");
        }
        try (StageFile ingest = data.stageFile(StageName.INGEST)) {
            final String address = ingest == null || !ingest.isAlive() ? Endpoint.OFF : Endpoint.ofNote(ingest.note());
            if (address.equals(Endpoint.OFF)) {
                throw new StageException(ExitCode.NOT_FOUND,
                    "no ingest runs on " + data.path() + " and no " + Setting.PUBLISH_BROKER.key() + " is set");
            }
            return address;
        }
    }

    private void report(final Output out, final Republisher republisher) {
        if (borelog.json()) {
            out.object(json -> {
                json.writeNumberField("published", republisher.sent());
                json.writeStringField("to", republisher.address());
            });
        } else {
            out.line(republisher.sent() + " messages published to " + republisher.address() + ", all acknowledged");
        }
    }
}
