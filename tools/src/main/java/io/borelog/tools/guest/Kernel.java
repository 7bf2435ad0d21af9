package io.borelog.tools.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A Linux kernel as distributions ship it.
 *
 * @param image   {@code vmlinuz-VERSION}
 * @param modules the directory of its modules, named after the version
 */
public record Kernel(Path image, Path modules) {
    private static final String IMAGE = "vmlinuz-";

    /** @return the newest that can be read below this root: {@code boot/vmlinuz-V} beside {@code [usr/]lib/modules/V}. */
    static Optional<Kernel> find(final Path root) throws IOException {
        final List<Kernel> found = new ArrayList<>();
        final Path boot = root.resolve("boot");
        if (Files.isDirectory(boot)) {
            try (Stream<Path> images = Files.list(boot)) {
                for (final Path image : images.filter(file -> name(file).startsWith(IMAGE) && Files.isReadable(file)).toList()) {
                    Stream.of("lib/modules", "usr/lib/modules").map(root::resolve)
                        .map(modules -> modules.resolve(name(image).substring(IMAGE.length())))
                        .filter(Files::isDirectory).findFirst().ifPresent(modules -> found.add(new Kernel(image, modules)));
                }
            }
        }
        return found.stream().max(Comparator.comparingLong(kernel -> kernel.image().toFile().lastModified()));
    }

    private static String name(final Path file) {
        return file.getFileName().toString();
    }
}
