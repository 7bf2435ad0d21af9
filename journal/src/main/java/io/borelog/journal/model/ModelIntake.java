package io.borelog.journal.model;

import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.config.ConfigurationException;
import io.borelog.journal.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.stream.Stream;

/** The way of a model into the store: what comes in has been loaded, and has given its golden answer. Any process, one thread. */
public final class ModelIntake {
    private final ModelStore store;
    private final Settings settings;
    private final ModelLoader loader;

    /** @param settings with which a worker here would load a model */
    public ModelIntake(final Path data, final Settings settings) {
        this.store = new ModelStore(data);
        this.settings = settings;
        this.loader = ServiceLoader.load(ModelLoader.class).findFirst().orElse(null);
    }

    public ModelStore store() {
        return store;
    }

    /** Names of the models that the program ships, the default first; may be empty. */
    public List<String> shipped() {
        return loader == null ? List.of() : loader.shipped();
    }

    /** Checks a folder as {@link #take(Path)} does, and keeps nothing. @throws ConfigurationException one sentence */
    public ModelRef check(final Path folder) {
        final ModelRef ref = ModelFolder.read(folder).ref();
        load(folder);
        return ref;
    }

    /** @throws ConfigurationException one sentence, where the model is not good */
    public ModelRef take(final Path folder) {
        final ModelRef ref = ModelFolder.read(folder).ref();
        final String runtime = store.has(ref) && !store.loaded(ref).isEmpty() ? store.loaded(ref) : load(folder);
        if (!store.add(folder).equals(ref)) {
            throw new ConfigurationException("model folder " + folder + " has changed while it was loaded");
        }
        store.markLoaded(ref, runtime);
        return ref;
    }

    /** Takes what a person means: a model of the store or of the program by its name, or a folder. Loads it where nobody has yet. */
    public ModelRef take(final String nameOrFolder) {
        if (Files.isDirectory(Path.of(nameOrFolder))) {
            return take(Path.of(nameOrFolder));
        }
        return find(nameOrFolder);
    }

    /** The same by name only. */
    public ModelRef find(final String name) {
        final Map<ModelRef, String> shipped = shippedModels();
        final ModelRef ref = store.find(name, shipped.keySet());
        if (!store.has(ref)) {
            return takeShipped(shipped.get(ref));
        }
        if (!ref.isEdge() && store.loaded(ref).isEmpty()) {
            store.markLoaded(ref, load(store.folder(ref)));
        }
        return ref;
    }

    ModelRef takeDefault() {
        if (shipped().isEmpty()) {
            throw new ConfigurationException("infer.model must name a folder: this program ships no model of its own");
        }
        return takeShipped(shipped().get(0));
    }

    /** What the program ships, by content. */
    public Map<ModelRef, String> shippedModels() {
        final Map<ModelRef, String> models = new LinkedHashMap<>();
        for (final String name : shipped()) {
            models.put(unpacked(name, folder -> ModelFolder.describe(folder).ref()), name);
        }
        return models;
    }

    /** Into the store, where a later program that does not ship it any more finds it too. */
    private ModelRef takeShipped(final String name) {
        return unpacked(name, this::take);
    }

    private ModelRef unpacked(final String name, final Function<Path, ModelRef> use) {
        try {
            final Path unpacked = Files.createTempDirectory("borelog-model");
            try {
                loader.unpack(name, unpacked);
                return use.apply(unpacked);
            } finally {
                delete(unpacked);
            }
        } catch (final IOException ex) {
            throw new StageException(ExitCode.DISK, "cannot unpack the model " + name + ": " + ex, ex);
        }
    }

    private static void delete(final Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (final Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private String load(final Path folder) {
        if (loader == null) {
            throw new ConfigurationException("the class path has nothing that could load " + folder);
        }
        return loader.load(folder, settings);
    }
}
