package io.borelog.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.borelog.journal.log.Cycle;
import io.borelog.journal.log.Cycles;
import io.borelog.journal.log.Journals;
import io.borelog.journal.model.ModelRef;
import io.borelog.journal.model.ModelStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models in a store beside journals from which old files go. */
class ModelRetentionTest {
    private static final byte[] BODY = new byte[100 << 10];

    @TempDir
    private Path temp;
    private DataDirectory data;
    private ModelStore store;
    private WrittenJournals journals;
    private ModelRef named;
    private ModelRef unnamed;
    private long unnamedSeq;

    /** Halfway one model takes the other's place. */
    @BeforeEach
    void write() throws IOException {
        data = new DataDirectory(temp.resolve("data"));
        journals = new WrittenJournals(data.path());
        journals.tick();
        store = new ModelStore(data.path());
        unnamed = add("old");
        named = add("new");
        add("unused");
        store.name(Set.of(), Set.of(unnamed), journals.message("a", BODY));
        fill();
        unnamedSeq = journals.message("a", BODY);
        store.name(Set.of(unnamed), Set.of(named), unnamedSeq);
        fill();
        journals.hole(journals.message("a", BODY), "tool"); // a file that has just been begun shows nothing yet
    }

    private ModelRef add(final String name) {
        final ModelRef ref = store.add(TinyModel.write(temp.resolve(name), name, 0));
        store.markLoaded(ref, "a test");
        return ref;
    }

    /** Until both journals have at least two more sealed files. */
    private void fill() throws IOException {
        final int inbound = sealed(Journals.INBOUND) + 2;
        final int matched = sealed(Journals.MATCHED) + 2;
        while (sealed(Journals.INBOUND) < inbound || sealed(Journals.MATCHED) < matched) {
            final long seq = journals.message("a", BODY);
            for (int i = 0; i < 300; i++) {
                journals.hole(seq, "tool");
            }
        }
    }

    private int sealed(final String journal) throws IOException {
        final Path directory = data.path().resolve(journal);
        return Files.isDirectory(directory) ? Cycles.sealed(directory).size() : 0;
    }

    private void removeFilesBefore(final String journal, final long seqOfInbound) throws IOException {
        for (final Cycle cycle : Cycles.sealed(data.path().resolve(journal))) {
            if ((journal.equals(Journals.INBOUND) ? cycle.lastSeq() : cycle.lastOriginSeq()) < seqOfInbound) {
                Cycles.remove(cycle);
            }
        }
    }

    @AfterEach
    void close() {
        journals.close();
    }

    @Test
    void shouldKeepAModelWhileAnyRecordCouldStillNameIt() throws IOException {
        final ModelRetention retention = new ModelRetention(data);
        assertEquals(List.of(), retention.remove(), "everything is there");
        removeFilesBefore(Journals.INBOUND, Long.MAX_VALUE);
        assertEquals(List.of(), retention.remove(), "matched has holes that it answers");
        removeFilesBefore(Journals.MATCHED, unnamedSeq);
        assertEquals(List.of(), retention.remove(), "the oldest file of matched begins before the change");
        removeFilesBefore(Journals.MATCHED, Long.MAX_VALUE);
        assertEquals(List.of(unnamed), retention.unneeded());
        assertTrue(store.has(unnamed));
        assertEquals(List.of(unnamed), retention.remove());
        assertFalse(store.has(unnamed));
        assertEquals(List.of("new", "unused"), store.entries().stream().map(entry -> entry.ref().name()).toList());
    }

    @Test
    void shouldKeepAModelThatIsNamedAgain() throws IOException {
        removeFilesBefore(Journals.INBOUND, Long.MAX_VALUE);
        removeFilesBefore(Journals.MATCHED, Long.MAX_VALUE);
        store.name(Set.of(named), Set.of(unnamed, named), journals.message("a", BODY));
        assertEquals(List.of(), new ModelRetention(data).remove());
    }
}
