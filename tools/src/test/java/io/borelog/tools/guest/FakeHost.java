package io.borelog.tools.guest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A host that seems to have what a guest needs; the programs are the real ones where the machine has them, and else do nothing. */
final class FakeHost {
    static final String VERSION = "6.1.0-test";

    private final Path directory;
    private final Path bin;

    FakeHost(final Path directory) throws IOException {
        this.directory = directory;
        this.bin = Files.createDirectories(directory.resolve("bin"));
    }

    FakeHost withPrograms(final HostProgram... programs) throws IOException {
        for (final HostProgram program : programs) {
            Files.writeString(bin.resolve(program.command()), "#!/bin/sh\n").toFile().setExecutable(true);
        }
        return this;
    }

    /** @param modules where they lie below the root */
    FakeHost withKernel(final String modules) throws IOException {
        Files.createDirectories(directory.resolve("boot"));
        Files.writeString(directory.resolve("boot/vmlinuz-" + VERSION), "kernel");
        Files.createDirectories(directory.resolve(modules).resolve(VERSION));
        return this;
    }

    FakeHost withModule(final String file, final String depends) throws IOException {
        final Path module = directory.resolve("lib/modules").resolve(VERSION).resolve("kernel/drivers").resolve(file);
        Files.createDirectories(module.getParent());
        Files.write(module, ("\177ELF\0license=GPL\0depends=" + depends + "\0name=x\0").getBytes(ISO_8859_1));
        return this;
    }

    HostPrograms find() throws IOException {
        return HostPrograms.find(List.of(bin), directory);
    }

    /** With the machine's own programs before the fake ones. */
    HostPrograms findReal() throws IOException {
        final List<Path> directories = new ArrayList<>(Stream.of("/usr/local/sbin", "/usr/sbin", "/sbin", "/usr/bin", "/bin")
            .map(Path::of).toList());
        directories.add(bin);
        return HostPrograms.find(directories, directory);
    }
}
