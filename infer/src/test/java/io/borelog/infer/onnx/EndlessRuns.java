package io.borelog.infer.onnx;

import io.borelog.infer.HoleCurves;
import io.borelog.infer.KeyPoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/**
 * The process of {@link OrtTest}: opens a model, runs it and opens it again without end. Told to stop it goes on for a while, as a stage does
 * that finishes its duty cycle while the JVM runs its other shutdown hooks, and halts with 0. First line of stdout: sockets that the model
 * brought along.
 */
final class EndlessRuns {
    private static final int INODE_COLUMN = 9;
    private static final int RUNS_PER_MODEL = 200;
    private static final int MODELS_AFTER_STOP = 20;

    private EndlessRuns() {
    }

    public static void main(final String[] args) throws IOException {
        final CountDownLatch goOn = new CountDownLatch(MODELS_AFTER_STOP);
        final CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stopped.countDown();
            try {
                goOn.await();
            } catch (final InterruptedException ex) {
                Thread.currentThread().interrupt();
            }
            Runtime.getRuntime().halt(goOn.getCount() == 0 ? 0 : 1);
        }));
        final HoleCurves hole = TestModel.hole(1);
        final KeyPoints points = new KeyPoints();
        final long socketsBefore = sockets();
        boolean told = false;
        while (goOn.getCount() > 0) {
            try (OnnxEstimator model = OnnxEstimator.open(Path.of(args[0]), TestRecipe.KNOWN, RuntimeOptions.REFERENCE, alert -> { })) {
                for (int run = 0; run < RUNS_PER_MODEL; run++) {
                    model.estimate(hole, points);
                }
            }
            if (!told) {
                told = true;
                System.out.println(sockets() - socketsBefore);
            }
            if (stopped.getCount() == 0) {
                goOn.countDown();
            }
        }
    }

    /** Of the network; the JDK keeps one of its own that is connected to nothing. */
    private static long sockets() throws IOException {
        final Set<String> ofNetwork = new HashSet<>();
        for (final String protocol : List.of("tcp", "tcp6", "udp", "udp6")) {
            for (final String line : Files.readAllLines(Path.of("/proc/self/net", protocol))) {
                ofNetwork.add("socket:[" + line.strip().split("\\s+")[INODE_COLUMN] + "]");
            }
        }
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.filter(descriptor -> ofNetwork.contains(target(descriptor))).count();
        }
    }

    private static String target(final Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (final IOException ex) {
            return ""; // the listing's own, closed meanwhile
        }
    }
}
