package io.borelog.trainer;

import io.borelog.drilling.Conditions;
import io.borelog.drilling.Drill;
import io.borelog.drilling.DrilledHole;
import io.borelog.drilling.RecordFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts the simulator beside a folder of drills' own records: the same figures of both, and how many records lie inside the simulator's. */
@Command(name = "statistics", description = "Compares simulated holes with a folder of real records.")
final class Statistics implements Callable<Integer> {
    private static final double[] SHARES = {0.02, 0.25, 0.5, 0.75, 0.98};

    @Parameters(paramLabel = "FOLDER", description = "Folder with records (.xls), searched with all below.")
    private Path folder;

    @Option(names = "--holes", description = "Simulated holes (default ${DEFAULT-VALUE}).")
    private int holes = 2_000;

    @Option(names = "--seed", description = "Of the simulated holes (default ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Override
    public Integer call() throws IOException {
        final List<double[]> real = real();
        final List<double[]> simulated = simulated();
        System.out.printf(Locale.ROOT, "%d real records, %d simulated holes; 2nd, 25th, 50th, 75th, 98th percentile%n", real.size(), holes);
        System.out.println("| figure | real | simulated | real inside |");
        System.out.println("|---|---|---|---|");
        for (final HoleFeatures feature : HoleFeatures.values()) {
            final double[] of = column(real, feature.ordinal());
            final double[] by = column(simulated, feature.ordinal());
            final double low = by[0];
            final double high = by[by.length - 1];
            final long inside = Arrays.stream(of).filter(value -> value >= low && value <= high).count();
            System.out.printf(Locale.ROOT, "| %s | %s | %s | %d of %d |%n", feature.title(), shares(of), shares(by), inside, of.length);
        }
        return 0;
    }

    private List<double[]> real() throws IOException {
        final List<double[]> rows = new ArrayList<>();
        final DrilledHole hole = new DrilledHole();
        try (Stream<Path> files = Files.walk(folder)) {
            for (final Path file : files.filter(path -> path.toString().endsWith(".xls")).sorted().toList()) {
                RecordFile.read(file, hole);
                if (hole.count > 100) {
                    rows.add(features(hole));
                }
            }
        }
        return rows;
    }

    private List<double[]> simulated() {
        final List<double[]> rows = new ArrayList<>();
        final Drill drill = new Drill(seed, Conditions.TRAINING);
        final DrilledHole hole = new DrilledHole();
        for (int n = 0; n < holes; n++) {
            drill.drill(n, hole);
            rows.add(features(hole));
        }
        return rows;
    }

    private static double[] features(final DrilledHole hole) {
        return Arrays.stream(HoleFeatures.values()).mapToDouble(feature -> feature.of(hole)).toArray();
    }

    private static double[] column(final List<double[]> rows, final int column) {
        return rows.stream().mapToDouble(row -> row[column]).filter(value -> !Double.isNaN(value)).sorted().toArray();
    }

    private static String shares(final double[] sorted) {
        final StringBuilder text = new StringBuilder();
        for (final double share : SHARES) {
            text.append(String.format(Locale.ROOT, "%s%.3g", text.length() == 0 ? "" : ", ", sorted[(int) (share * (sorted.length - 1))]));
        }
        return text.toString();
    }
}
