package io.borelog.tools;

/** The address at which ingest listens, as it notes it in its stage file: {@code mqtt=HOST:PORT}. */
final class Endpoint {
    /** Nowhere. */
    static final String OFF = "off";
    private static final String PREFIX = "mqtt=";

    private Endpoint() {
    }

    /** @return HOST:PORT, or off where the note names none. */
    static String ofNote(final String note) {
        for (final String word : note.split("\\s+")) {
            final String address = word.startsWith(PREFIX) ? word.substring(PREFIX.length()) : word;
            if (address.matches(".+:\\d{1,5}")) {
                return address;
            }
        }
        return OFF;
    }

    static String host(final String address) {
        return address.substring(0, address.lastIndexOf(':'));
    }

    static int port(final String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }
}
