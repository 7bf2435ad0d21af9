package io.borelog.tools;

import io.borelog.journal.config.Setting;
import io.borelog.journal.config.Settings;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** What is configured, and where each value is from. */
@Command(description = "Shows or checks the settings.")
final class ConfigCommand implements Runnable {
    @ParentCommand
    private Borelog borelog;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "config needs one of: show, check");
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
        try (Output out = borelog.output()) {
            if (borelog.json()) {
                out.object(json -> json.writeBooleanField("ok", true));
            } else {
                out.line("ok, " + settings.overrides().size() + " settings differ from the default");
            }
        }
    }
}
