package io.borelog.journal.config;

/** A setting is wrong: the message names setting, rule and value found, and is all that a person sees (exit code 2). */
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ConfigurationException(final String message) {
        super(message);
    }

    public ConfigurationException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
