package io.borelog.tools.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the host's dynamic loader would load for a program: asked from {@code ldd}. */
final class SharedLibraries {
    /** {@code libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x...)}, or the loader alone: {@code /lib64/ld-linux-x86-64.so.2 (0x...)}. */
    private static final Pattern LOADED = Pattern.compile("(?:=>\\s+|^\\s+)(/\\S+) \\(0x");

    private SharedLibraries() {
    }

    /** @return all libraries of all of these, none for what is linked statically. */
    static Set<Path> of(final HostPrograms programs, final List<Path> binaries) throws IOException, InterruptedException {
        final Set<Path> libraries = new TreeSet<>();
        for (final Path binary : binaries) {
            // 1: not dynamic
            libraries.addAll(parse(HostPrograms.run(new ProcessBuilder(programs.command(HostProgram.LDD, binary.toString())), 1)));
        }
        return libraries;
    }

    static List<Path> parse(final String said) {
        return Arrays.stream(said.split("\n")).map(LOADED::matcher).filter(Matcher::find).map(found -> Path.of(found.group(1)))
            .filter(Files::exists).toList();
    }
}
