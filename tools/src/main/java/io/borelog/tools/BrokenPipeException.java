package io.borelog.tools;

/** Whoever read our output has gone: the command ends quietly with success. */
final class BrokenPipeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BrokenPipeException(final Throwable cause) {
        super(cause);
    }
}
