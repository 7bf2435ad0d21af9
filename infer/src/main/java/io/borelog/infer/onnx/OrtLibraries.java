package io.borelog.infer.onnx;

import ai.onnxruntime.OrtEnvironment;
import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * ONNX Runtime's native libraries for this machine, unpacked once beside its jar, {@code onnxruntime-1.2.3-native/}: unpacking them at each
 * start took half a second and more of the time to ready. The build and an installation call {@link #unpack}, a worker {@link #use}.
 */
public final class OrtLibraries {
    private static final String PATH_PROPERTY = "onnxruntime.native.path";
    private static final String SUFFIX = "-native";

    private OrtLibraries() {
    }

    /** Unpacks what this machine needs, where that is not done yet. */
    public static void unpack() {
        final Path jar = jar();
        final Path directory = directory(jar);
        if (directory == null || Files.isDirectory(directory)) {
            return;
        }
        try (FileSystem inJar = FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of())) {
            final Path unready = Files.createTempDirectory(directory.getParent(), directory.getFileName() + ".");
            try (Stream<Path> libraries = Files.list(inJar.getPath("ai/onnxruntime/native", platform()))) {
                for (final Path library : (Iterable<Path>) libraries.filter(Files::isRegularFile)::iterator) {
                    Files.copy(library, unready.resolve(library.getFileName().toString()));
                }
            }
            Files.move(unready, directory);
        } catch (final IOException ex) {
            throw new StageException(ExitCode.DISK, "cannot unpack " + jar + " into " + directory + ": " + ex, ex);
        }
    }

    /** Tells ONNX Runtime where they are, if they are and nobody has told it; before it is loaded. */
    static void use() {
        final Path directory = directory(jar());
        if (System.getProperty(PATH_PROPERTY) == null && directory != null && Files.isDirectory(directory)) {
            System.setProperty(PATH_PROPERTY, directory.toString());
        }
    }

    /** @return null where the classes are in no jar. */
    private static Path directory(final Path jar) {
        final String name = jar.getFileName().toString();
        return name.endsWith(".jar") ? jar.resolveSibling(name.substring(0, name.length() - ".jar".length()) + SUFFIX) : null;
    }

    private static Path jar() {
        try {
            return Path.of(OrtEnvironment.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (final URISyntaxException ex) {
            throw new IllegalStateException(ex);
        }
    }

    /** In ONNX Runtime's words. */
    private static String platform() {
        final String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        final String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return (os.contains("mac") ? "osx" : os.contains("win") ? "win" : "linux") + "-" + (arch.equals("amd64") ? "x64" : arch);
    }
}
