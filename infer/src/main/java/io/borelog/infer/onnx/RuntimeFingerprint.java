package io.borelog.infer.onnx;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * In which runtime an answer was computed, as one line that goes into each estimate: two answers that differ in a bit are explained by it or
 * not. CPU features are a hash of their list, because they choose ORT's kernels and are too many to read.
 */
final class RuntimeFingerprint {
    private static final Path CPUS = Path.of("/proc/cpuinfo");
    private static final int HASH_DIGITS = 8;

    private RuntimeFingerprint() {
    }

    static String of(final String ortVersion, final String provider, final RuntimeOptions options) {
        return "onnxruntime " + ortVersion + " " + provider + ", " + cpu() + ", threads " + options.threads() + ", "
            + (options.bitStable() ? "bit-stable" : "batch " + options.batch());
    }

    private static String cpu() {
        final String model = value("model name").or(() -> value("CPU part")).orElse("unknown CPU");
        final String features = value("flags").or(() -> value("Features")).orElse("");
        return System.getProperty("os.arch") + " " + model + " features "
            + Sha256.hex(features.getBytes(StandardCharsets.UTF_8)).substring(0, HASH_DIGITS);
    }

    /** Of the first CPU: a host whose cores differ in features is none that we know. */
    private static Optional<String> value(final String key) {
        try (Stream<String> lines = Files.lines(CPUS)) {
            return lines.filter(line -> line.startsWith(key)).map(line -> line.substring(line.indexOf(':') + 1).strip()).findFirst();
        } catch (final IOException ex) {
            return Optional.empty();
        }
    }
}
