package io.borelog.infer.onnx;

import io.borelog.infer.HoleCurves;
import io.borelog.infer.KeyPoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The process of {@link SoakTest}: so many inferences of one model, then so many changes of it. Prints what the process holds after a tenth
 * of the first, at its end, after a fifth of the second, at its end: resident KiB, open files, threads.
 */
final class SoakRuns {
    private static final int PAGE_KIB = 4;
    private static final int WARM_CHANGES = 20;

    private SoakRuns() {
    }

    public static void main(final String[] args) throws IOException {
        final Path folder = Path.of(args[0]);
        final int runs = Integer.parseInt(args[1]);
        final int changes = Integer.parseInt(args[2]);
        final HoleCurves hole = TestModel.hole(1);
        final KeyPoints points = new KeyPoints();
        try (OnnxEstimator model = open(folder)) {
            for (int run = 0; run < runs; run++) {
                if (run == runs / 10) {
                    print();
                }
                model.estimate(hole, points);
            }
        }
        print();
        for (int change = 0; change < WARM_CHANGES + changes; change++) {
            if (change == WARM_CHANGES) {
                print();
            }
            try (OnnxEstimator model = open(folder)) {
                model.estimate(hole, points);
            }
        }
        print();
    }

    private static OnnxEstimator open(final Path folder) {
        return OnnxEstimator.open(folder, TestRecipe.KNOWN, RuntimeOptions.REFERENCE, alert -> { });
    }

    private static void print() throws IOException {
        System.gc(); // what the heap holds is touched already; classes and code are what is left to settle
        final long residentKib = PAGE_KIB * Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[1]);
        System.out.println(residentKib + " " + count("/proc/self/fd") + " " + count("/proc/self/task"));
    }

    private static long count(final String directory) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(directory))) {
            return files.count();
        }
    }
}
