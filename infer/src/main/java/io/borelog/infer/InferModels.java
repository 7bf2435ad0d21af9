package io.borelog.infer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.borelog.infer.onnx.RuntimeOptions;
import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.config.Settings;
import io.borelog.journal.model.ModelLoader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers the models of the program, and a try of any other, to the command line and to ingest. What is shipped lies in the class path under
 * {@code models/}, a folder each; {@code models/index} has a line for each, the default first: its name and its files.
 */
public final class InferModels implements ModelLoader {
    private static final Logger LOGGER = LoggerFactory.getLogger(InferModels.class);
    private static final String ROOT = "models/";

    @Override
    public String load(final Path folder, final Settings settings) {
        try (Estimator estimator = StoredModels.open(folder, RuntimeOptions.of(settings), LOGGER::warn)) {
            return estimator.runtime();
        }
    }

    @Override
    public List<String> shipped() {
        return index().stream().map(line -> line[0]).toList();
    }

    @Override
    public void unpack(final String name, final Path into) {
        final String[] line = index().stream().filter(one -> one[0].equals(name)).findFirst().orElseThrow();
        try {
            for (int i = 1; i < line.length; i++) {
                try (InputStream in = InferModels.class.getResourceAsStream(ROOT + name + '/' + line[i])) {
                    Files.copy(in, into.resolve(line[i]));
                }
            }
        } catch (final IOException ex) {
            throw new StageException(ExitCode.DISK, "cannot unpack model " + name + " into " + into + ": " + ex, ex);
        }
    }

    private static List<String[]> index() {
        try (InputStream in = InferModels.class.getResourceAsStream(ROOT + "index")) {
            final String text = in == null ? "" : new String(in.readAllBytes(), UTF_8);
            return text.lines().filter(line -> !line.isBlank()).map(line -> line.strip().split(" +")).toList();
        } catch (final IOException ex) {
            throw new StageException(ExitCode.DISK, "cannot read the index of the program's models: " + ex, ex);
        }
    }
}
