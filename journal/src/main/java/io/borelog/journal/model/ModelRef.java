package io.borelog.journal.model;

import io.borelog.journal.config.ConfigurationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who answers: the estimator {@code edge}, or a model of the store as {@code name@pin}.
 *
 * @param pin SHA-256 of the model's manifest.json, 64 hex digits, null for edge. The manifest names the SHA-256 of the model's own file, so
 *            that one hash pins both: a changed manifest is another model.
 */
public record ModelRef(String name, String pin) {
    public static final ModelRef EDGE = new ModelRef("edge", null);
    /** What a model may be called. */
    public static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    static final Pattern PIN = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern TEXT = Pattern.compile("(" + NAME.pattern() + ")@(" + PIN.pattern() + ")");
    private static final int SHORT = 12;

    /** @throws ConfigurationException with the form that is understood */
    public static ModelRef parse(final String text) {
        if (text.equals(EDGE.name)) {
            return EDGE;
        }
        final Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new ConfigurationException("a model is edge or name@sha256-of-its-manifest, not " + text);
        }
        return new ModelRef(matcher.group(1), matcher.group(2));
    }

    public boolean isEdge() {
        return pin == null;
    }

    /** @return name and the first digits of the pin, for people. */
    public String shortText() {
        return isEdge() ? name : name + '@' + pin.substring(0, SHORT);
    }

    /** @return the form that {@link #parse} reads. */
    @Override
    public String toString() {
        return isEdge() ? name : name + '@' + pin;
    }
}
