package io.borelog.tools;

import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.config.Settings;
import io.borelog.journal.log.Journals;
import io.borelog.journal.model.ModelIntake;
import io.borelog.journal.model.ModelRef;
import io.borelog.journal.model.ModelStore;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RecordView;
import io.borelog.journal.stage.ReplayContext;
import io.borelog.tools.compare.Differences;
import io.borelog.tools.compare.DifferencesPage;
import io.borelog.tools.compare.EstimateFinder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What another model would have answered over a stretch: found by name or folder, compared with what was answered, reported as JSON and as
 * a page in the replay's own directory. Nothing of the live pipeline is touched. One thread.
 */
final class OtherModel {
    static final String JSON = "report.json";
    static final String PAGE = "report.html";

    private final DataDirectory data;
    private final Path into;
    private final ReplayContext.Model model;
    private final Differences differences = new Differences();

    /**
     * @param nameOrFolder of the live store or of the program, or a folder, whose model then goes into the store of the replay
     * @throws StageException NOT_FOUND where there is none
     */
    OtherModel(final DataDirectory data, final Path into, final Settings settings, final String nameOrFolder) {
        this.data = data;
        this.into = into;
        final ModelIntake own = new ModelIntake(into, settings);
        if (Files.isDirectory(Path.of(nameOrFolder))) {
            model = new ReplayContext.Model(own.take(Path.of(nameOrFolder)), into);
        } else {
            model = byName(own, nameOrFolder);
        }
    }

    /** What the live store does not have the program may. */
    private ReplayContext.Model byName(final ModelIntake own, final String name) {
        try {
            return new ReplayContext.Model(new ModelStore(data.path()).find(name), data.path());
        } catch (final StageException ex) {
            if (ex.exitCode() != ExitCode.NOT_FOUND || own.shippedModels().values().stream().noneMatch(name::equals)) {
                throw ex;
            }
            return new ReplayContext.Model(own.find(name), into);
        }
    }

    ReplayContext.Model model() {
        return model;
    }

    ModelRef ref() {
        return model.ref();
    }

    Differences differences() {
        return differences;
    }

    /** Reads what the replay has answered beside what was. */
    void compare(final Stretch stretch) {
        final List<String> replayed = new ArrayList<>();
        Stages.workerNumbers(into).forEach(worker -> replayed.add(Journals.estimated(worker)));
        try (MergedReader reader = new MergedReader(new DataDirectory(into), replayed, corrupt -> {
            throw corrupt;
        }); EstimateFinder made = ShadowComparison.finder(data, stretch.fromSeq())) {
            while (reader.next(false)) {
                final RecordView record = reader.record();
                if (record.kind() == RecordKind.ESTIMATE && record.header().originSeq() >= stretch.fromSeq()) {
                    differences.add(made.find(record.header().originSeq(), record.header().originOrdinal()), record);
                }
            }
        }
    }

    /** @param facts about the replay, for people: name to value */
    void write(final Map<String, String> facts) {
        final Map<String, String> all = new LinkedHashMap<>(Map.of("model", ref().toString()));
        all.putAll(facts);
        final ByteArrayOutputStream json = new ByteArrayOutputStream();
        try (Output out = new Output(json)) {
            out.object(fields -> {
                for (final Map.Entry<String, String> fact : all.entrySet()) {
                    fields.writeStringField(fact.getKey(), fact.getValue());
                }
                differences.write(fields);
                differences.writeChanges(fields);
            });
        }
        try {
            Files.write(into.resolve(JSON), json.toByteArray());
            Files.writeString(into.resolve(PAGE), DifferencesPage.of("Replay with " + ref().shortText(), all, differences));
        } catch (final IOException ex) {
            throw new StageException(ExitCode.DISK, "cannot write the report into " + into + ": " + ex, ex);
        }
    }
}
