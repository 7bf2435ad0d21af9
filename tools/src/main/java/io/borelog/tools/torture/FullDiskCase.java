package io.borelog.tools.torture;

import io.borelog.journal.log.Journals;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One way of being full.
 *
 * @param tmpfs   in memory; else ext4 in an image, without root's reserve
 * @param moment  at which the last block goes
 * @param journal for {@link Moment#ROLL}: whose roll; else empty
 */
record FullDiskCase(boolean tmpfs, Moment moment, String journal) {
    private static final long DISK_BYTES = 1L << 30;

    private static final int TOOLS = 20;
    private static final int PUBLISHERS = 5;

    /** When the last block goes. */
    enum Moment {
        /** Before the first start ever: it must end with 6, in words. */
        EMPTY,
        /** In the midst of the first start ever. */
        FIRST_START,
        /** Before a start after a stop in order. */
        START,
        /** Before a start after SIGKILL of all. */
        START_KILLED,
        /** Before a start after what looks like a reboot, so that every journal is to write its last file anew, and needs room for it. */
        REBOOT,
        /** At any moment under load. */
        LOAD,
        /** The same, and while it is full stages are killed or stopped. */
        LOAD_KILLED,
        /** When a journal makes its next file ready, or begins it. */
        ROLL
    }

    /** Of the journals behind {@code matched} a file is full only after thousands of holes, mostly such as take no room before. */
    void start(final Load load, final int seconds) throws IOException {
        if (journal.startsWith(Journals.ESTIMATED) || journal.equals(Journals.OUTBOUND)) {
            load.start(TOOLS, PUBLISHERS, 150, 0.8, seconds);
        } else {
            load.start(TOOLS, PUBLISHERS, 60, seconds);
        }
    }

    static List<FullDiskCase> all() {
        final List<FullDiskCase> all = new ArrayList<>();
        for (final boolean tmpfs : new boolean[] {true, false}) {
            for (final Moment moment : Moment.values()) {
                if (moment == Moment.ROLL) {
                    for (final String journal
                        : List.of(Journals.INBOUND, Journals.MATCHED, Journals.estimated(0), Journals.OUTBOUND)) {
                        all.add(new FullDiskCase(tmpfs, moment, journal));
                    }
                } else {
                    all.add(new FullDiskCase(tmpfs, moment, ""));
                }
            }
        }
        return all;
    }

    /** As people name it: {@code ext4/roll-matched}. */
    String name() {
        return (tmpfs ? "tmpfs/" : "ext4/") + moment.name().toLowerCase(Locale.ROOT).replace('_', '-')
            + (journal.isEmpty() ? "" : "-" + journal);
    }

    /** @param directory where the image and the place of mounting come to lie */
    SmallDisk mount(final Path directory) throws IOException, InterruptedException {
        if (tmpfs) {
            return SmallDisk.tmpfs(directory, DISK_BYTES);
        }
        final CutDisk disk = CutDisk.format(directory, DISK_BYTES, "-m", "0");
        disk.mount("commit=1");
        return disk;
    }
}
