package io.borelog.infer.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import io.borelog.journal.config.ConfigurationException;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The one environment of ONNX Runtime in this process, made at the first model and kept to the end. Two of its habits are mended here, both
 * through members that it does not publish; a version of it that has them no more ends in one sentence, and in a failing {@code OrtTest}.
 *
 * <p>Its shutdown hook frees the environment while other threads may still be inside a run: a SIGTERM ended in an abort. One more
 * reference is taken that nobody gives back.
 *
 * <p>It unpacks its libraries, 28 MB, at every start, into a temporary directory that is deleted when the JVM ends in an orderly way, which a
 * killed process and {@code Runtime.halt} do not. {@link OrtLibraries} keeps them unpacked; where it has not, they are deleted as soon
 * as they are loaded.
 */
final class Ort {
    private static final String NAME = "borelog";
    private static OrtEnvironment environment;

    private Ort() {
    }

    /** @throws ConfigurationException where this machine cannot load it */
    static synchronized OrtEnvironment environment() {
        if (environment == null) {
            try {
                OrtLibraries.use();
                // what fails comes back as an exception, and one line is enough
                final OrtEnvironment made = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, NAME);
                made.setTelemetry(false);
                keepBeyondShutdownHooks();
                deleteUnpacked();
                environment = made;
            } catch (final OrtException | LinkageError | RuntimeException | ReflectiveOperationException ex) {
                throw new ConfigurationException("ONNX Runtime cannot be loaded on this machine: " + Manifest.firstLine(rootOf(ex)), ex);
            }
        }
        return environment;
    }

    private static void keepBeyondShutdownHooks() throws ReflectiveOperationException {
        final Field api = onnxRuntime().getDeclaredField("ortApiHandle");
        api.setAccessible(true);
        final Method create = OrtEnvironment.class.getDeclaredMethod("createHandle", long.class, int.class, String.class);
        create.setAccessible(true);
        create.invoke(null, api.getLong(null), OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL.getValue(), NAME);
    }

    private static void deleteUnpacked() throws ReflectiveOperationException {
        final Field field = onnxRuntime().getDeclaredField("tempDirectory");
        field.setAccessible(true);
        final Path directory = (Path) field.get(null);
        try (Stream<Path> files = Files.list(directory)) {
            for (final Path file : (Iterable<Path>) files::iterator) {
                Files.delete(file);
            }
            Files.delete(directory);
        } catch (final IOException ex) {
            return; // where a loaded library cannot be deleted it waits for the end of the JVM, as it would without us
        }
    }

    private static Class<?> onnxRuntime() throws ClassNotFoundException {
        return Class.forName("ai.onnxruntime.OnnxRuntime");
    }

    private static String rootOf(final Throwable ex) {
        Throwable root = ex;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.toString();
    }
}
