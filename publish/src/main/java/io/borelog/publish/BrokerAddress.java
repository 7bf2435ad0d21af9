package io.borelog.publish;

import io.borelog.journal.config.ConfigurationException;
import io.borelog.journal.config.Setting;

/** Where the external broker listens: {@code host:port}, {@code host} (port 1883) or {@code [IPv6]:port}. */
record BrokerAddress(String host, int port) {
    private static final int STANDARD_PORT = 1883;

    /** @throws ConfigurationException naming setting, rule and value */
    static BrokerAddress parse(final String text) {
        final int colon = text.lastIndexOf(':');
        final boolean withPort = colon > text.lastIndexOf(']') && (colon == text.indexOf(':') || text.startsWith("["));
        final String host = withPort ? text.substring(0, colon) : text;
        final String port = withPort ? text.substring(colon + 1) : Integer.toString(STANDARD_PORT);
        if (host.isBlank() || !port.matches("\\d{1,5}") || Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65_535) {
            throw new ConfigurationException(Setting.PUBLISH_BROKER.key() + " must be host:port: " + text);
        }
        return new BrokerAddress(host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host,
            Integer.parseInt(port));
    }

    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
