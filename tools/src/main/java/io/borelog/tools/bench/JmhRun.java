package io.borelog.tools.bench;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The benches of module jmh, in a JVM of their own with the flags of this one. They are no part of the program: their jars are looked for
 * in the checkout that it runs from, and must be of the same build. The command's thread.
 */
final class JmhRun {
    static final String BUILD = "mvn -q -DskipTests -pl jmh -am package";
    private static final String RESULT = "jmh.json";
    private static final String LOG = "jmh.log";
    /** Of the program's own start: an archive of its classes is not one of theirs, an agent watches one process. */
    private static final List<String> NOT_FOR_BENCHES = List.of(
        "-XX:SharedArchiveFile", "-XX:ArchiveClassesAtExit", "-javaagent", "-agentlib");

    private static final List<String> FULL = List.of("-wi", "3", "-w", "1s", "-i", "5", "-r", "1s");
    private static final List<String> QUICK = List.of(
        "-wi", "2", "-w", "200ms", "-i", "3", "-r", "300ms", "-p", "payloadLength=448", "-p", "tools=1000",
        "-p", "batch=8");

    private final Path out;
    private final boolean quick;
    private final boolean joinOnly;

    /** @param results none where note says why */
    record Outcome(List<JmhResult> results, String note) {
    }

    /** @param joinOnly the one that asks how cost grows */
    JmhRun(final Path out, final boolean quick, final boolean joinOnly) {
        this.out = out;
        this.quick = quick;
        this.joinOnly = joinOnly;
    }

    Outcome run() throws IOException, InterruptedException {
        final Path target = findTarget();
        if (target == null) {
            return missing("no benches are built here");
        }
        if (!isOfThisBuild(target)) {
            return missing("the benches are of another build than the program");
        }
        final Path result = out.resolve(RESULT);
        Files.deleteIfExists(result);
        final Process process = new ProcessBuilder(command(target, result))
            .redirectErrorStream(true).redirectOutput(out.resolve(LOG).toFile()).start();
        System.err.println("borelog bench: benches, see " + out.resolve(LOG));
        try {
            final int code = process.waitFor();
            final List<JmhResult> results = Files.exists(result) && Files.size(result) > 0 ? JmhResult.read(result) : List.of();
            return new Outcome(results, code == 0 ? "" : "JMH ended with " + code + ", see " + LOG);
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
    }

    private static Outcome missing(final String what) {
        final String note = what + "; build them with " + BUILD;
        System.err.println("borelog bench: " + note);
        return new Outcome(List.of(), note);
    }

    private List<String> command(final Path target, final Path result) throws IOException {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(flag -> NOT_FOR_BENCHES.stream().noneMatch(flag::startsWith)).forEach(command::add);
        command.addAll(List.of("-cp", benchJar(target) + File.pathSeparator + target.resolve("lib") + File.separator + '*',
            "org.openjdk.jmh.Main", "-rf", "json", "-rff", result.toString(), "-prof", "gc", "-foe", "true", "-f", "1"));
        command.addAll(quick ? QUICK : FULL);
        if (joinOnly) {
            command.add(ScaleResult.JOIN_CLASS);
        }
        return command;
    }

    /** @return jmh/target of the checkout that this program was built in, null where there is none. */
    private static Path findTarget() throws IOException {
        final Path here;
        try {
            here = Path.of(JmhRun.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toAbsolutePath();
        } catch (final URISyntaxException ex) {
            throw new IllegalStateException("this class is from nowhere", ex);
        }
        for (Path folder = here; folder != null; folder = folder.getParent()) {
            final Path target = folder.resolve("jmh").resolve("target");
            if (Files.isDirectory(target.resolve("lib")) && benchJar(target) != null) {
                return target;
            }
        }
        return null;
    }

    private static Path benchJar(final Path target) throws IOException {
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.getFileName().toString().matches("borelog-jmh-[0-9.]+\\.jar")).findFirst().orElse(null);
        }
    }

    /** Builds of the same sources give the same bytes. A program that runs from class folders has no jars to compare. */
    private static boolean isOfThisBuild(final Path target) throws IOException {
        final List<Path> own = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator)).map(Path::of)
            .filter(path -> path.getFileName() != null && path.getFileName().toString().matches("borelog-.*\\.jar"))
            .collect(Collectors.toList());
        for (final Path jar : own) {
            final Path theirs = target.resolve("lib").resolve(jar.getFileName());
            if (Files.exists(theirs) && Files.mismatch(jar, theirs) >= 0) {
                return false;
            }
        }
        return true;
    }
}
