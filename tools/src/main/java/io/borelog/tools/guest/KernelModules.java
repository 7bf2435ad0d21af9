package io.borelog.tools.guest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The drivers of a guest that its kernel has as modules: each after those it depends on. One that is not among the modules is built in.
 * Asked from the modules themselves, because a package that was only unpacked has no {@code modules.dep}.
 */
final class KernelModules {
    /** crc32c_generic is loaded by its algorithm's name, which no module names as what it depends on. */
    private static final List<String> WANTED = List.of("crc32c_generic", "ext4", "virtio_pci", "virtio_blk", "virtio_net");
    private static final String DEPENDS = "\0depends=";
    private static final String SUFFIX = ".ko";
    private static final String PACKED_SUFFIX = ".ko.xz";

    private final HostPrograms programs;
    private final Map<String, Path> files = new HashMap<>();
    private final Map<String, byte[]> ordered = new LinkedHashMap<>();

    private KernelModules(final HostPrograms programs) {
        this.programs = programs;
    }

    /** @return contents by file name, in the order of loading. */
    static Map<String, byte[]> of(final HostPrograms programs) throws IOException, InterruptedException {
        final KernelModules modules = new KernelModules(programs);
        try (Stream<Path> all = Files.walk(programs.kernel().modules())) {
            all.filter(file -> file.toString().endsWith(SUFFIX) || file.toString().endsWith(PACKED_SUFFIX))
                .forEach(file -> modules.files.put(name(file), file));
        }
        for (final String wanted : WANTED) {
            modules.add(wanted);
        }
        return modules.ordered;
    }

    private static String name(final Path file) {
        final String name = file.getFileName().toString();
        return name.substring(0, name.indexOf(SUFFIX)).replace('-', '_');
    }

    private void add(final String name) throws IOException, InterruptedException {
        final Path file = files.get(name);
        if (file == null || ordered.containsKey(name + SUFFIX)) {
            return;
        }
        final byte[] content = file.toString().endsWith(SUFFIX) ? Files.readAllBytes(file) : unpack(file);
        for (final String dependency : dependencies(content)) {
            add(dependency);
        }
        ordered.put(name + SUFFIX, content);
    }

    private byte[] unpack(final Path file) throws IOException, InterruptedException {
        final Process process = new ProcessBuilder(programs.command(HostProgram.BUSYBOX, "xzcat", file.toString()))
            .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        final byte[] content = process.getInputStream().readAllBytes();
        if (process.waitFor() != 0) {
            throw new IOException("cannot unpack " + file);
        }
        return content;
    }

    /** @return the names in a module's own {@code depends=}. */
    static List<String> dependencies(final byte[] module) {
        final String text = new String(module, ISO_8859_1);
        final int start = text.indexOf(DEPENDS);
        final List<String> names = new ArrayList<>();
        if (start >= 0) {
            final String value = text.substring(start + DEPENDS.length(), text.indexOf('\0', start + DEPENDS.length()));
            Stream.of(value.split(",")).filter(name -> !name.isEmpty()).map(name -> name.replace('-', '_')).forEach(names::add);
        }
        return names;
    }
}
