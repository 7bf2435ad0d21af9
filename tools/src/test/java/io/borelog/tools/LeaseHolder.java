package io.borelog.tools;

import io.borelog.journal.log.Journals;
import java.nio.file.Path;

/** A reader in a process of its own: takes a lease on all of inbound, says so, and keeps it till it is killed. */
final class LeaseHolder {
    private LeaseHolder() {
    }

    public static void main(final String[] arguments) throws Exception {
        try (Lease lease = Lease.take(Path.of(arguments[0]), "replay", Journals.INBOUND, 0)) {
            System.out.println("taken");
            Thread.currentThread().join();
        }
    }
}
