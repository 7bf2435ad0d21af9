package io.borelog.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.agrona.IoUtil;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code verify --repair} is killed at each call by which it changes names or forces what is in a journal, and run again. strace counts
 * the calls and kills: one run to the end tells which there are, and then each has a run of its own.
 */
class KilledRepairIT {
    private static final String CALLS = "/^(link|rename|unlink|fsync)(at2?)?$";
    private static final int USED = 2 << 20;

    @TempDir
    private Path temp;
    private Path damaged;
    private final Map<String, byte[]> damagedFiles = new LinkedHashMap<>();

    @BeforeEach
    void writeAndDamage() throws IOException {
        damaged = temp.resolve("damaged");
        final List<Long> seqs = new ArrayList<>();
        try (WrittenJournals journals = new WrittenJournals(damaged)) {
            for (int i = 0; i < 100; i++) {
                seqs.add(journals.message("topic/" + i, "x".repeat(28 << 10)));
            }
        }
        final Path inbound = damaged.resolve("inbound");
        FlippedRecord.inLength(inbound, seqs.get(10));
        FlippedRecord.zero(inbound, seqs.get(50), 40 << 10);
        FlippedRecord.inLength(inbound, seqs.get(90));
        for (final Path file : files(inbound)) {
            damagedFiles.put(file.getFileName().toString(), begin(file));
        }
        assertEquals(3, damagedFiles.size());
    }

    private static List<Path> files(final Path journal) throws IOException {
        try (Stream<Path> all = Files.walk(journal)) {
            return all.filter(file -> file.toString().endsWith(".cq4")).sorted().toList();
        }
    }

    private static byte[] begin(final Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            return bytes.readNBytes(USED);
        }
    }

    private Path copy(final String name) throws IOException {
        final Path copy = temp.resolve(name);
        try (Stream<Path> all = Files.walk(damaged)) {
            for (final Path from : all.toList()) {
                final Path to = copy.resolve(damaged.relativize(from).toString());
                if (Files.isDirectory(from)) {
                    Files.createDirectories(to);
                } else {
                    Files.write(to, begin(from));
                }
            }
        }
        return copy;
    }

    /** One of the thread that repairs. @param nth of its name */
    private record Call(String name, int nth, String line) {
    }

    /** @param killAt the call that is its last, null for none */
    private int repair(final Path data, final Path calls, final Call killAt) throws IOException, InterruptedException {
        final List<String> command = new ArrayList<>(List.of(
            "strace", "-f", "-qq", "-y", "-e", "signal=none", "-o", calls.toString(), "-e", "trace=" + CALLS));
        if (killAt != null) {
            command.addAll(List.of("-e", "inject=" + killAt.name + ":signal=KILL:when=" + killAt.nth));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-cp", System.getProperty("java.class.path"),
            Borelog.class.getName(), "verify", "--repair", "--data", data.toString()));
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(temp.resolve("repair.out").toFile()).start().waitFor();
    }

    /** Of a repair that comes to its end: those that concern a journal. */
    private List<Call> calls() throws IOException, InterruptedException {
        final Path traced = temp.resolve("calls");
        try {
            final int code = repair(copy("whole"), traced, null);
            assumeTrue(code == 0 || Files.exists(traced) && Files.size(traced) > 0, "skipped: strace may not trace here");
            assertEquals(0, code, Files.readString(temp.resolve("repair.out")));
        } catch (final IOException ex) {
            abort("skipped: strace is not on this machine");
        }
        final Map<String, List<String>> byThread = Files.readAllLines(traced).stream().map(line -> line.split("\\s+", 2))
            .collect(Collectors.groupingBy(line -> line[0], Collectors.mapping(line -> line[1], Collectors.toList())));
        final List<String> ofRepair = byThread.values().stream()
            .filter(lines -> lines.stream().anyMatch(line -> line.contains("/quarantine"))).findFirst().orElseThrow();
        final Map<String, Integer> counts = new HashMap<>();
        final List<Call> calls = new ArrayList<>();
        for (final String line : ofRepair.stream().filter(one -> !one.startsWith("<")).toList()) { // the end of what was begun before
            final String name = line.substring(0, line.indexOf('('));
            final int nth = counts.merge(name, 1, Integer::sum);
            if ((line.contains("/inbound") || line.contains("/quarantine")) && !line.contains(" = -1 ")) {
                calls.add(new Call(name, nth, line));
            }
        }
        return calls;
    }

    /** An OPEN that stands for a gap also has the pid of whoever repaired. */
    private static List<String> records(final Path data) {
        return CommandRun.of("tail", "inbound", "--json", "--data", data.toString()).objects().stream()
            .map(record -> record.get("index") + " " + record.get("seq") + " " + record.get("kind") + " " + record.get("topic")).toList();
    }

    /** In the journal, or in one of its quarantines. */
    private void assertDamagedBytesAreThere(final Path data, final String when) throws IOException {
        final List<Path> there = new ArrayList<>(files(data.resolve("inbound")));
        if (Files.exists(data.resolve("quarantine"))) {
            there.addAll(files(data.resolve("quarantine")));
        }
        for (final Map.Entry<String, byte[]> file : damagedFiles.entrySet()) {
            boolean found = false;
            for (final Path one : there) {
                found |= one.endsWith(file.getKey()) && Arrays.equals(file.getValue(), begin(one));
            }
            assertTrue(found, when + ": the bytes of " + file.getKey() + " are gone");
        }
    }

    @Test
    void shouldLoseNothingMoreWhereverItIsKilled() throws Exception {
        final List<Call> calls = calls();
        final List<String> repaired = records(temp.resolve("whole"));
        assertTrue(repaired.size() > 90, "records that stay: " + repaired.size());
        assertTrue(calls.stream().filter(call -> call.name.startsWith("rename")).count() > damagedFiles.size(), calls::toString);
        for (final Call call : calls) {
            final Path data = copy("killed");
            assertEquals(137, repair(data, temp.resolve("killed.calls"), call), call::toString);
            assertDamagedBytesAreThere(data, "killed at " + call);
            final CommandRun again = CommandRun.of("verify", "--repair", "--data", data.toString());
            assertEquals(0, again.code(), () -> call + ": " + again.stdout() + again.stderr());
            assertEquals(repaired, records(data), call::toString);
            assertDamagedBytesAreThere(data, "repaired after " + call);
            IoUtil.delete(data.toFile(), false);
        }
    }
}
