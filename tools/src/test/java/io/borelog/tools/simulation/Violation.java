package io.borelog.tools.simulation;

/** A promise is broken. */
final class Violation extends AssertionError {
    private static final long serialVersionUID = 1;

    Violation(final String what) {
        super(what);
    }

    Violation(final String what, final Throwable cause) {
        super(what, cause);
    }

    static void unless(final boolean condition, final String what, final Object... details) {
        if (!condition) {
            final StringBuilder text = new StringBuilder(what);
            for (final Object detail : details) {
                text.append(' ').append(detail);
            }
            throw new Violation(text.toString());
        }
    }
}
