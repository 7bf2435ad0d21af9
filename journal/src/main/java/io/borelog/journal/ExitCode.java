package io.borelog.journal;

/** Exit codes of every command; scripts and units rely on them. */
public enum ExitCode {
    OK(0), CHECK_FAILED(1), USAGE(2), NOT_FOUND(3), CORRUPT(4), LOCKED(5), DISK(6), FORCE_FAILED(7);

    private final int code;

    ExitCode(final int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
