package io.borelog.journal.log;

import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.record.Seq;
import java.nio.file.Path;

/**
 * A journal's file in which one record does not lead to the next any more: what lies behind the place cannot be read in order, and the
 * reader stays where it is. A single record that is not what was written is less: {@link CorruptRecordException}.
 */
public final class BrokenChainException extends StageException {
    private static final long serialVersionUID = 1;

    BrokenChainException(final Path file, final long lastSeq, final int offset) {
        super(ExitCode.CORRUPT, "journal " + file.getParent().getFileName() + ", file " + file.getFileName()
            + ": the chain of records breaks behind seq " + Seq.text(lastSeq) + ", at offset " + offset + "; borelog verify tells more");
    }
}
