package io.borelog.tools;

import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.config.Setting;
import io.borelog.journal.config.Settings;
import io.borelog.journal.log.Journals;
import io.borelog.journal.stage.StageModule;
import io.borelog.journal.stage.StageName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which stages the class path offers, and which processes and journals a data directory has. */
final class Stages {
    /** The way data walks. */
    static final List<String> ORDER = List.of(StageName.INGEST, StageName.CORRELATE, StageName.INFER, StageName.PUBLISH);
    private static final Pattern ESTIMATED = Pattern.compile(Journals.ESTIMATED + "-(\\d{1,4})");

    /** One process of the pipeline; instance counts workers. */
    record Process(String stage, int instance) {
        String name() {
            return StageName.process(stage, instance);
        }
    }

    private Stages() {
    }

    /** @throws StageException USAGE where the class path has no such stage */
    static StageModule module(final String name) {
        for (final StageModule module : ServiceLoader.load(StageModule.class)) {
            if (module.name().equals(name)) {
                return module;
            }
        }
        throw new StageException(ExitCode.USAGE, "the stage " + name + " is not on the class path");
    }

    /** Their names, with as many workers as the settings say. */
    static List<String> names(final Path data, final Settings settings) {
        return processes(data, settings.number(Setting.INFER_WORKERS)).stream().map(Process::name).toList();
    }

    /** The processes of a pipeline with so many workers, in the order of the data; a worker that ever wrote runs again. */
    static List<Process> processes(final Path data, final int workers) {
        final List<Process> processes = new ArrayList<>();
        for (final String stage : ORDER) {
            final int instances = stage.equals(StageName.INFER) ? Math.max(workers, workersOf(data)) : 1;
            for (int instance = 0; instance < instances; instance++) {
                processes.add(new Process(stage, instance));
            }
        }
        return processes;
    }

    /** The process of the model in shadow; it belongs to no pipeline for long. */
    static final Process SHADOW = new Process(StageName.INFER, StageName.SHADOW);

    /** @return number of the highest worker that has a journal, plus one. */
    static int workersOf(final Path data) {
        return workerNumbers(data).stream().mapToInt(number -> number + 1).max().orElse(0);
    }

    /** @return numbers of the workers that have a journal, ascending. */
    static List<Integer> workerNumbers(final Path data) {
        if (!Files.isDirectory(data)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(data)) {
            return files.map(file -> ESTIMATED.matcher(file.getFileName().toString()))
                .filter(name -> name.matches())
                .map(name -> Integer.valueOf(name.group(1)))
                .sorted()
                .toList();
        } catch (final IOException ex) {
            throw new StageException(ExitCode.DISK, "cannot read " + data + ": " + ex, ex);
        }
    }
}
