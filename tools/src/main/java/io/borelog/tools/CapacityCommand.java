package io.borelog.tools;

import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.config.Setting;
import io.borelog.journal.config.Settings;
import io.borelog.journal.stage.StageName;
import io.borelog.tools.capacity.Advice;
import io.borelog.tools.capacity.Capacity;
import io.borelog.tools.capacity.CapacityPlan;
import io.borelog.tools.capacity.Disk;
import io.borelog.tools.capacity.Formula;
import io.borelog.tools.capacity.Sizing;
import java.math.BigDecimal;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/**
 * How many workers a rate needs, with the arithmetic: by a service time that is given, or by those that the stages of a data directory
 * say of themselves. Looks from outside, like {@code status}; a stopped pipeline has left what it was.
 */
@Command(description = "Says how many workers a rate needs and where this host ends, with the arithmetic.")
final class CapacityCommand implements Callable<Integer> {
    private static final long STOP_LIMIT_SECONDS = 2;
    private static final double LEAST = 0.000001;
    private static final double MOST = 1e9;
    private static final double LEAST_UTILISATION = 0.01;
    private static final double BYTES_PER_MB = 1e6;

    @ParentCommand
    private Borelog borelog;

    @Option(names = "--rate", paramLabel = "N", description = "a second: messages, or whatever --service-ms is the time of; what comes now")
    private Double rate;

    @Option(names = "--service-ms", paramLabel = "MS", description = "what one takes a worker; measured in the data directory")
    private Double serviceMs;

    @Option(names = "--workers", paramLabel = "N", description = "how many there are; those in force")
    private Integer workers;

    @Option(names = "--target-utilisation", paramLabel = "SHARE", defaultValue = "0.7",
        description = "share of its time that a worker may be busy; 0.7")
    private double utilisation;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "5", description = "how long the pipeline is looked at; 5")
    private int seconds;

    @Option(names = "--advice", description = "also where this host ends, and what to use beyond it")
    private boolean advice;

    @Option(names = "--outage-hours", paramLabel = "H", defaultValue = "24", description = "that the disk shall have room for; 24")
    private double outageHours;

    @Option(names = "--disk-mb-per-s", paramLabel = "MB", description = "what the device sustains")
    private Double diskMbPerS;

    @Override
    public Integer call() throws InterruptedException {
        check();
        if (serviceMs == null) {
            try {
                return measure();
            } catch (final StageException ex) {
                if (advice && !borelog.json() && ex.exitCode() == ExitCode.NOT_FOUND) {
                    borelog.tell(json -> { }, Advice.WHEN_TO_USE_EACH); // that much needs no figure
                }
                throw ex;
            }
        }
        final Formula formula = new Formula(Sizing.of(serviceMs, utilisation), rate == null ? 0 : rate, workers == null ? 0 : workers,
            cores(), advice);
        borelog.tell(formula::write, formula.lines());
        return ExitCode.OK.code();
    }

    private void check() {
        require("--rate", rate, LEAST, MOST);
        require("--service-ms", serviceMs, LEAST, MOST);
        require("--target-utilisation", utilisation, LEAST_UTILISATION, 1);
        require("--outage-hours", outageHours, LEAST, MOST);
        require("--disk-mb-per-s", diskMbPerS, LEAST, MOST);
        requireWhole("--workers", workers, 100_000);
        requireWhole("--seconds", seconds, 3_600);
    }

    private static void require(final String option, final Double value, final double min, final double max) {
        if (value != null && !(value >= min && value <= max)) { // NaN is neither
            throw new StageException(
                ExitCode.USAGE, option + " must be a number from " + plain(min) + " to " + plain(max) + ", found " + plain(value));
        }
    }

    private static void requireWhole(final String option, final Integer value, final int max) {
        if (value != null && (value < 1 || value > max)) {
            throw new StageException(ExitCode.USAGE, option + " must be a whole number from 1 to " + max + ", found " + value);
        }
    }

    private static String plain(final double value) {
        return Double.isFinite(value) ? BigDecimal.valueOf(value).stripTrailingZeros().toPlainString() : Double.toString(value);
    }

    private int measure() throws InterruptedException {
        final DataDirectory data = new DataDirectory(borelog.data());
        data.requireExists();
        final Settings settings = borelog.settings();
        final CapacityPlan plan = new CapacityPlan(utilisation, rate == null ? 0 : rate,
            workers == null ? workersInForce(data, settings) : workers, cores(), seconds, outageHours,
            diskMbPerS == null ? 0 : diskMbPerS * BYTES_PER_MB, advice);
        final CountDownLatch ended = new CountDownLatch(1);
        try (ExitOnSignal signal = ExitOnSignal.install(ended::countDown, STOP_LIMIT_SECONDS)) {
            final Capacity capacity = Capacity.measure(data.path(), PipelineStatus.processes(data), plan, disk(data, settings), ended);
            if (capacity != null) {
                borelog.tell(capacity::write, capacity.lines());
            }
        }
        return ExitCode.OK.code();
    }

    private static int workersInForce(final DataDirectory data, final Settings settings) {
        final String inForce = ConfigInForce.read(data).find(Setting.INFER_WORKERS.key());
        return inForce.isEmpty() ? settings.number(Setting.INFER_WORKERS) : Integer.parseInt(inForce);
    }

    private static Disk disk(final DataDirectory data, final Settings settings) {
        final long usedBytes = data.journals().stream().mapToLong(name -> DiskUse.allocatedBytes(data.path().resolve(name))).sum();
        return new Disk(PipelineStatus.freeBytes(data.path()), settings.sizeBytes(Setting.DISK_STOP), usedBytes,
            settings.sizeBytes(Setting.RETENTION_SIZE), settings.durationNs(Setting.RETENTION_AGE) / (double) TimeUnit.SECONDS.toNanos(1),
            Long.parseLong(settings.text(Setting.RETENTION_RECORDS)));
    }

    private static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }
}
