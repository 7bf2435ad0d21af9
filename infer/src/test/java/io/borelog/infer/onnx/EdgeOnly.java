package io.borelog.infer.onnx;

import io.borelog.infer.Estimator;
import io.borelog.infer.KeyPoints;
import io.borelog.infer.TestSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A process of {@link OrtTest} that answers a hole by edge as a worker does. Prints the estimator's name and how often ORT is mapped. */
final class EdgeOnly {
    private EdgeOnly() {
    }

    public static void main(final String[] args) throws IOException {
        try (Estimator edge = TestSources.edge(Path.of(args[0]))) {
            edge.estimate(TestModel.hole(1), new KeyPoints());
            System.out.println(edge.name());
        }
        try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
            System.out.println(maps.filter(line -> line.contains("libonnxruntime")).count());
        }
    }
}
