package io.borelog.tools.simulate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The holes of a folder of folders, compiled to templates once and shared by the sending threads. A subfolder without Result and Trace
 * is passed over; one without Heads borrows the Heads of the first subfolder that has them, since a fleet either sends them or not.
 */
record ReplayFiles(List<ReplayTemplate[]> holes) {
    private static final String[] RESULT_NAMES = {"ResultManagement.json", "Result.json"};
    private static final String[] TRACE_NAMES = {"Trace.json"};
    private static final String[] HEADS_NAMES = {"Heads.json"};

    /** @throws IOException also when no subfolder holds a hole */
    static ReplayFiles load(final Path dir) throws IOException {
        final List<Path> folders;
        try (Stream<Path> children = Files.list(dir)) {
            folders = children.filter(Files::isDirectory).sorted().toList();
        }
        final List<ReplayTemplate[]> holes = new ArrayList<>();
        ReplayTemplate anyHeads = null;
        for (final Path folder : folders) {
            final ReplayTemplate result = template(folder, RESULT_NAMES);
            final ReplayTemplate trace = template(folder, TRACE_NAMES);
            final ReplayTemplate heads = template(folder, HEADS_NAMES);
            if (result != null && trace != null) {
                holes.add(new ReplayTemplate[] {result, trace, heads});
            }
            anyHeads = anyHeads == null ? heads : anyHeads;
        }
        if (holes.isEmpty()) {
            throw new IOException("no folder below " + dir + " holds ResultManagement.json or Result.json and Trace.json");
        }
        for (final ReplayTemplate[] hole : holes) {
            hole[2] = hole[2] == null ? anyHeads : hole[2];
        }
        if (anyHeads == null) {
            throw new IOException("no folder below " + dir + " holds Heads.json");
        }
        return new ReplayFiles(List.copyOf(holes));
    }

    private static ReplayTemplate template(final Path folder, final String[] names) throws IOException {
        for (final String name : names) {
            final Path file = folder.resolve(name);
            if (Files.isReadable(file)) {
                return ReplayTemplate.compile(Files.readAllBytes(file));
            }
        }
        return null;
    }
}
