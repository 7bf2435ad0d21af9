package io.borelog.journal.model;

import io.borelog.journal.config.ConfigurationException;
import io.borelog.journal.config.Settings;
import java.nio.file.Path;
import java.util.List;

/** What the infer module offers to whoever handles models without knowing what is inside, by way of the service loader. */
public interface ModelLoader {
    /**
     * Loads a model as a worker with these settings would, asks it its golden question, and lets go of it.
     *
     * @return the runtime in which it answered, for people
     * @throws ConfigurationException one sentence that says what is wrong with it
     */
    String load(Path folder, Settings settings);

    /** Names of the models that the program ships, the default first; may be empty. */
    List<String> shipped();

    /** Writes the files of a shipped model into a folder that is there. */
    void unpack(String name, Path into);
}
