package io.borelog.tools;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.borelog.journal.ExitCode;
import io.borelog.journal.config.Setting;
import io.borelog.journal.config.Settings;
import io.borelog.journal.model.ModelAtOpen;
import io.borelog.journal.model.ModelIntake;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** What is configured, and where each value is from; and the change of a deciding setting while ingest runs. */
@Command(description = "Shows or checks the settings, or changes one that decides.")
final class ConfigCommand implements Runnable {
    @ParentCommand
    private Borelog borelog;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "config needs one of: show, check, set");
    }

    @Command(name = "show", description = "Every setting with value and origin.")
    void show() {
        final Settings settings = borelog.settings();
        try (Output out = borelog.output()) {
            for (final Setting setting : Setting.values()) {
                if (borelog.json()) {
                    out.object(json -> {
                        json.writeStringField("key", setting.key());
                        json.writeStringField("value", settings.text(setting));
                        json.writeStringField("origin", settings.origin(setting));
                        json.writeStringField("default", setting.standard());
                        json.writeBooleanField("decides", setting.decides());
                        json.writeStringField("rule", setting.rule().words());
                        json.writeStringField("sentence", setting.sentence());
                    });
                } else {
                    out.line("%-24s %-16s %-10s # %s".formatted(
                        setting.key(), settings.text(setting), settings.origin(setting), setting.sentence()));
                }
            }
        }
    }

    @Command(name = "check", description = "Exit 0 where the configuration is good, else one sentence and exit 2.")
    void check() {
        final Settings settings = borelog.settings();
        new ModelAtOpen(new ModelIntake(borelog.data(), settings), settings).check();
        try (Output out = borelog.output()) {
            if (borelog.json()) {
                out.object(json -> json.writeBooleanField("ok", true));
            } else {
                out.line("ok, " + settings.overrides().size() + " settings differ from the default");
            }
        }
    }

    @Command(name = "set", description = "Changes one deciding setting from now on: it becomes a record of inbound. Prints its seq.")
    void set(@Parameters(paramLabel = "KEY=VALUE") final String change) {
        final int equals = change.indexOf('=');
        if (equals < 1) {
            throw new CommandLine.ParameterException(spec.commandLine(), "config set takes KEY=VALUE, not " + change);
        }
        new DataDirectory(borelog.data()).requireExists();
        final ObjectNode request = new ObjectMapper().createObjectNode();
        request.putObject("set").put(change.substring(0, equals).strip(), change.substring(equals + 1).strip());
        final long seq = ControlClient.ask(borelog.data(), request, ExitCode.USAGE);
        try (Output out = borelog.output()) {
            if (borelog.json()) {
                out.object(json -> json.writeNumberField("seq", seq));
            } else {
                out.line(Long.toString(seq));
            }
        }
    }
}
