package io.borelog.tools.load;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the figures were taken on; without it they mean nothing. */
public final class Machine {
    private static final double GIB = 1 << 30;

    private Machine() {
    }

    /** @param data where the journals are written. @return name and value, in the order to be said */
    public static Map<String, String> facts(final Path data) throws IOException {
        final Map<String, String> facts = new LinkedHashMap<>();
        facts.put("processor", field("/proc/cpuinfo", "model name"));
        facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        facts.put("memory", memory());
        facts.put("kernel", System.getProperty("os.name") + ' ' + System.getProperty("os.version"));
        facts.put("java", System.getProperty("java.vm.name") + ' ' + System.getProperty("java.vm.version"));
        final FileStore store = Files.getFileStore(data);
        facts.put("data on", store.type() + ", " + store.name());
        facts.put("load average before", String.format(Locale.ROOT, "%.2f",
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
        return facts;
    }

    /** Of one process; the JVM has raised its own to the hard one. Long.MAX_VALUE where there is none, or it is not known. */
    public static long openFilesLimit() {
        final String line = field("/proc/self/limits", "Max open files");
        final String soft = line.split("\\s+")[0];
        return soft.matches("\\d+") ? Long.parseLong(soft) : Long.MAX_VALUE;
    }

    private static String memory() {
        final String kib = field("/proc/meminfo", "MemTotal");
        return kib.matches("\\d+ kB") ? String.format(Locale.ROOT, "%.1f GiB", Long.parseLong(kib.split(" ")[0]) * 1024 / GIB) : kib;
    }

    /** @return the value behind the name in the first such line, without a colon between them; "unknown" where there is none */
    private static String field(final String file, final String name) {
        try {
            final List<String> lines = Files.readAllLines(Path.of(file));
            return lines.stream().filter(line -> line.startsWith(name)).findFirst()
                .map(line -> line.substring(name.length()).replaceFirst("^[\\s:]+", "").trim()).orElse("unknown");
        } catch (final IOException ex) {
            return "unknown"; // no Linux
        }
    }
}
