package io.borelog.journal;

/** Trouble that ends the process with a known exit code; the message is the one line that a person sees. */
public class StageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ExitCode exitCode;

    public StageException(final ExitCode exitCode, final String message) {
        this(exitCode, message, null);
    }

    public StageException(final ExitCode exitCode, final String message, final Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    public ExitCode exitCode() {
        return exitCode;
    }
}
