package io.borelog.publish;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of this program, written into the jar by the build: AlgoVersion of the legacy messages. */
final class ProgramVersion {
    static final String TEXT = read();

    private ProgramVersion() {
    }

    private static String read() {
        final Properties properties = new Properties();
        try (InputStream in = ProgramVersion.class.getResourceAsStream("version.properties")) {
            properties.load(in);
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
        return properties.getProperty("version");
    }
}
