package io.borelog.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.borelog.journal.stage.StageCounter;
import io.borelog.journal.stage.StageFile;
import io.borelog.tools.ops.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CapacityCommandTest {
    private static final Pattern SHOWN = Pattern.compile("```console\n\\$ borelog capacity ([^\n]+)\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path data;

    /** A process that has done so many, and was busy so long. */
    private void worked(final String process, final StageCounter units, final long count, final long busyMs, final long bytes) {
        try (StageFile file = StageFile.create(StageFile.path(data, process), 5)) {
            file.set(units, count);
            file.set(StageCounter.BUSY_NS, busyMs * 1_000_000);
            file.set(StageCounter.BYTES_OUT, bytes);
        }
    }

    private void workedAll() {
        worked("ingest", StageCounter.RECORDS_OUT, 3_000, 300, 30_000_000);
        worked("correlate", StageCounter.RECORDS_IN, 3_000, 600, 15_000_000);
        worked("infer-0", StageCounter.RECORDS_OUT, 1_000, 410, 600_000);
        worked("publish", StageCounter.RECORDS_OUT, 3_000, 900, 4_800_000);
    }

    private CommandRun capacity(final String... arguments) {
        final String[] all = new String[arguments.length + 5];
        System.arraycopy(new String[] {"capacity", "--data", data.toString(), "--seconds", "1"}, 0, all, 0, 5);
        System.arraycopy(arguments, 0, all, 5, arguments.length);
        return CommandRun.of(all);
    }

    @ParameterizedTest
    @CsvSource({
        "--rate, 0, a number from 0.000001 to 1000000000", "--rate, -3, a number from 0.000001 to 1000000000",
        "--rate, NaN, a number from 0.000001 to 1000000000", "--rate, Infinity, a number from 0.000001 to 1000000000",
        "--service-ms, 0, a number from 0.000001 to 1000000000", "--service-ms, -5, a number from 0.000001 to 1000000000",
        "--target-utilisation, 0, a number from 0.01 to 1", "--target-utilisation, 1.5, a number from 0.01 to 1",
        "--workers, 0, a whole number from 1 to 100000", "--seconds, 0, a whole number from 1 to 3600",
        "--outage-hours, -1, a number from 0.000001 to 1000000000", "--disk-mb-per-s, 0, a number from 0.000001 to 1000000000"})
    void shouldNameOptionRuleAndValueOfABadNumber(final String option, final String value, final String rule) {
        final CommandRun run = CommandRun.of("capacity", option, value);
        assertEquals(2, run.code());
        assertEquals("borelog capacity: " + option + " must be " + rule + ", found " + value, run.stderr().strip());
        assertEquals("", run.stdout());
    }

    @Test
    void shouldSayThatNothingHasBeenMeasured() {
        final CommandRun run = capacity();
        assertEquals(3, run.code());
        assertEquals("", run.stdout());
        assertEquals("borelog capacity: nothing has been measured in " + data + " yet: let messages flow and ask again, or say --service-ms",
            run.stderr().strip());
        final CommandRun advice = capacity("--advice");
        assertEquals(3, advice.code());
        assertTrue(advice.stdout().startsWith("when to use each"), "that needs no figure");
        assertEquals(3, CommandRun.of("capacity", "--data", data.resolve("none").toString()).code());
    }

    @Test
    void shouldWriteTheFormulaOutWithWhatWasMeasured() {
        workedAll();
        final List<String> lines = capacity("--rate", "36", "--workers", "1").lines();
        assertTrue(lines.contains("infer: 0.41 ms a hole -> (1000 / 0.41) x 0.7 = 1707 holes/s a worker;"
            + " 12 holes/s need ceil(12 / 1707) = 1 worker; configured 1; mean of 1000 since its start"), () -> String.join("\n", lines));
        assertTrue(lines.contains("ingest: 0.1 ms a message -> (1000 / 0.1) x 0.7 = 7000 messages/s a process;"
            + " 36 messages/s need ceil(36 / 7000) = 1 process; there is one only; mean of 3000 since its start"), () -> String.join("\n", lines));
    }

    @Test
    void shouldNotSizeForNothing() {
        workedAll();
        final List<String> lines = capacity().lines();
        assertTrue(lines.contains("infer: 0.41 ms a hole -> (1000 / 0.41) x 0.7 = 1707 holes/s a worker; configured 1;"
            + " mean of 1000 since its start"), () -> String.join("\n", lines));
        assertTrue(lines.contains("no message came meanwhile: --rate N says what N messages/s need"), () -> String.join("\n", lines));
    }

    @Test
    void shouldSayWhereOneProcessIsNotEnough() {
        workedAll();
        final JsonNode report = capacity("--rate", "20000", "--json", "--advice").object();
        assertEquals(20_000, report.get("sized_for_messages_per_s").intValue());
        final JsonNode stages = report.get("stages");
        assertEquals(List.of("ingest", "correlate", "infer", "publish"), stages.findValuesAsText("name"));
        assertEquals(List.of("3", "6", "4", "9"), stages.findValuesAsText("needed"));
        assertEquals(List.of("1", "1", "1", "1"), stages.findValuesAsText("configured"));
        final long bytesPerMessage = 10_000 + 5_000 + 600 / 3 + 1_600;
        assertEquals(bytesPerMessage, report.get("bytes_per_message").doubleValue(), 1e-6);
        final JsonNode nearest = report.at("/advice/limits/0");
        assertTrue(nearest.get("headroom").doubleValue() < 1, nearest.toString());
        assertEquals(20_000.0 * bytesPerMessage * 24 * 3_600, report.at("/advice/outage_bytes").doubleValue(), 1);
        assertTrue(capacity("--rate", "20000").stdout().contains("there is one only, TOO FEW"));
    }

    @Test
    void shouldGiveTheTimeToFullWithAndWithoutRetention() {
        workedAll();
        final JsonNode without = capacity("--rate", "36", "--json").object().get("disk");
        final double seconds = without.get("seconds_to_full").doubleValue();
        assertTrue(seconds > 0, without.toString());
        assertEquals(seconds, without.get("seconds_to_full_with_retention").doubleValue());
        final JsonNode with = capacity("--rate", "36", "--json", "--set", "retention.size=1MiB").object().get("disk");
        assertTrue(with.get("seconds_to_full_with_retention").isNull(), "never");
        assertFalse(with.get("seconds_to_full").isNull());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingest", "publish"})
    void shouldMeasureWhatThereIs(final String process) {
        worked(process, StageCounter.RECORDS_OUT, 100, 50, 1_000);
        final CommandRun run = capacity("--advice", "--rate", "10");
        assertEquals(0, run.code());
        assertTrue(run.stdout().contains(process + ": 0.5 ms a message"), run.stdout());
        assertTrue(run.stdout().contains("infer: nothing measured yet"), run.stdout());
    }

    /** The page shows what the command says; lines that depend on the host are left out there. */
    @Test
    void shouldSayWhatThePageShows() throws IOException {
        final Matcher shown = SHOWN.matcher(Files.readString(Checkout.path("docs/CAPACITY.md")));
        int count = 0;
        while (shown.find()) {
            final CommandRun run = CommandRun.of(("capacity " + shown.group(1)).split(" "));
            assertEquals(0, run.code());
            shown.group(2).lines().forEach(line -> assertTrue(run.lines().contains(line), () -> line + " is not in:\n" + run.stdout()));
            count++;
        }
        assertEquals(3, count);
    }
}
