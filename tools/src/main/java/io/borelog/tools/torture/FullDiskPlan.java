package io.borelog.tools.torture;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which disks to fill, and how often.
 *
 * @param work      where images and logs go; a failure leaves them there
 * @param processes names of the stages' processes
 * @param settings  {@code --config} and {@code --set} options of the pipeline
 * @param only      names of cases, or their beginnings; empty for all
 * @param rounds    how often a disk is filled and freed in each case
 */
public record FullDiskPlan(Path work, List<String> processes, List<String> settings, List<String> only, int rounds, long seed) {
    /** @return the cases that are meant; @throws IllegalArgumentException naming what means none */
    List<FullDiskCase> cases() {
        final List<FullDiskCase> all = FullDiskCase.all();
        if (only.isEmpty()) {
            return all;
        }
        final Set<FullDiskCase> meant = new LinkedHashSet<>();
        for (final String name : only) {
            final List<FullDiskCase> exactly = all.stream().filter(one -> one.name().equals(name)).toList();
            final List<FullDiskCase> these = exactly.isEmpty() ? all.stream().filter(one -> one.name().startsWith(name)).toList() : exactly;
            if (these.isEmpty()) {
                throw new IllegalArgumentException(
                    "no case is called " + name + ": " + String.join(", ", all.stream().map(FullDiskCase::name).toList()));
            }
            meant.addAll(these);
        }
        return List.copyOf(meant);
    }
}
