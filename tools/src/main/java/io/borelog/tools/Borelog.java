package io.borelog.tools;

import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.config.ConfigurationException;
import io.borelog.journal.config.Settings;
import io.borelog.journal.log.CorruptRecordException;
import io.borelog.journal.log.Journals;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root of the command line: the options that all commands share, and the way from trouble to exit code and one line on stderr. */
@Command(
    name = "borelog",
    description = "A zero-loss pipeline for drilling data on one host.",
    version = "borelog " + Borelog.VERSION,
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    sortOptions = false,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
        "0:ok, also after SIGTERM and ctrl-c", "1:a check failed", "2:usage or configuration", "3:not found", "4:corrupt",
        "5:locked or port in use", "6:disk full or not writable", "7:a force failed"})
public final class Borelog implements Runnable {
    static final String VERSION = "0.1.0";

    @Option(names = "--config", paramLabel = "FILE", scope = ScopeType.INHERIT, description = "YAML file with settings")
    private Path config;

    @Option(names = "--data", paramLabel = "DIR", scope = ScopeType.INHERIT,
        description = "data directory, ./borelog-data unless given")
    private Path data;

    @Option(names = "--set", paramLabel = "KEY=VALUE", scope = ScopeType.INHERIT, description = "one setting, stronger than the file")
    private List<String> overrides = new ArrayList<>();

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "report as JSON")
    private boolean json;

    @Spec
    private CommandSpec spec;

    private final OutputStream stdout;

    Borelog(final OutputStream stdout) {
        this.stdout = stdout;
    }

    public static void main(final String[] args) {
        Journals.replaceNativeCalls();
        System.exit(execute(new FileOutputStream(FileDescriptor.out), args));
    }

    /** @return the exit code */
    private static int execute(final OutputStream stdout, final String[] args) {
        final Callable<Integer> quick = QuickStart.of(args, new Borelog(stdout));
        if (quick == null) {
            return commandLine(stdout).execute(args);
        }
        try {
            return quick.call();
        } catch (final Exception ex) {
            return explain(args[0], ex);
        }
    }

    /** @param stdout where the commands' data goes */
    static CommandLine commandLine(final OutputStream stdout) {
        final CommandLine line = new CommandLine(new Borelog(stdout));
        line.addSubcommand("demo", new DemoCommand());
        line.addSubcommand("up", new UpCommand());
        for (final String stage : Stages.ORDER) {
            line.addSubcommand(stage, StageCommand.of(stage));
        }
        line.addSubcommand("status", new StatusCommand());
        line.addSubcommand("tail", new TailCommand());
        line.addSubcommand("audit", new AuditCommand());
        line.addSubcommand("verify", new VerifyCommand());
        line.addSubcommand("retention", new RetentionCommand());
        line.addSubcommand("replay", new ReplayCommand());
        line.addSubcommand("republish", new RepublishCommand());
        line.addSubcommand("why", new WhyCommand());
        line.addSubcommand("deadletters", new DeadLettersCommand());
        line.addSubcommand("simulate", new SimulateCommand());
        line.addSubcommand("capacity", new CapacityCommand());
        line.addSubcommand("bench", new BenchCommand());
        line.addSubcommand("peers", new PeersCommand());
        line.addSubcommand("soak", new SoakCommand());
        line.addSubcommand("torture", new TortureCommand());
        line.addSubcommand("crashlab", new CrashLabCommand());
        line.addSubcommand("fulldisk", new FullDiskCommand());
        line.addSubcommand("model", new ModelCommand());
        line.addSubcommand("config", new ConfigCommand());
        line.addSubcommand("warm-up", new WarmUpCommand());
        line.setExpandAtFiles(false);
        line.setParameterExceptionHandler((ex, args) -> Usage.explain(ex));
        line.setExecutionExceptionHandler((ex, failed, result) -> explain(failed.getCommandName(), ex));
        return line;
    }

    /** The options as {@link QuickStart} has read them. */
    void given(final Path file, final Path directory, final List<String> settings, final boolean asJson) {
        config = file;
        data = directory;
        overrides = settings;
        json = asJson;
    }

    @Override
    public void run() {
        throw Usage.commandMissing(spec.commandLine());
    }

    Output output() {
        return new Output(stdout);
    }

    /** A report, as the user wants it. */
    void tell(final Output.Fields fields, final List<String> lines) {
        try (Output out = output()) {
            if (json()) {
                out.object(fields);
            } else {
                lines.forEach(out::line);
            }
        }
    }

    Path data() {
        return data == null ? Path.of("borelog-data") : data;
    }

    boolean isDataGiven() {
        return data != null;
    }

    boolean json() {
        return json;
    }

    /** @throws ConfigurationException naming setting, rule and value found */
    Settings settings() {
        return Settings.load(config, overrides);
    }

    /** The shared options as given but for the data directory, for a child process. */
    List<String> arguments(final Path directory) {
        final List<String> arguments = new ArrayList<>(List.of("--data", directory.toString()));
        arguments.addAll(shared());
        return arguments;
    }

    /** The same without the data directory. */
    List<String> shared() {
        final List<String> arguments = new ArrayList<>();
        if (config != null) {
            arguments.addAll(List.of("--config", config.toString()));
        }
        overrides.forEach(override -> arguments.addAll(List.of("--set", override)));
        return arguments;
    }

    private static int explain(final String command, final Exception ex) {
        final ExitCode code;
        if (ex instanceof BrokenPipeException) {
            return ExitCode.OK.code(); // whoever read has seen enough
        } else if (ex instanceof ConfigurationException) {
            code = ExitCode.USAGE;
        } else if (ex instanceof StageException stage) {
            code = stage.exitCode();
        } else if (ex instanceof CorruptRecordException) {
            code = ExitCode.CORRUPT;
        } else {
            code = ExitCode.CHECK_FAILED;
            LoggerFactory.getLogger(Borelog.class).error("{} ends", command, ex); // not before: a logger costs a start
        }
        System.err.println("borelog " + command + ": " + (ex.getMessage() == null ? ex.toString() : ex.getMessage()));
        return code.code();
    }
}
