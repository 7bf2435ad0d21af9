package io.borelog.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.borelog.journal.config.ConfigurationException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The forms of host:port that are understood, and the sentence about the others. */
class BrokerAddressTest {
    @Test
    void shouldReadAddresses() {
        assertEquals(new BrokerAddress("plant", 1883), BrokerAddress.parse("plant"));
        assertEquals(new BrokerAddress("plant", 8883), BrokerAddress.parse("plant:8883"));
        assertEquals(new BrokerAddress("::1", 8883), BrokerAddress.parse("[::1]:8883"));
        assertEquals(new BrokerAddress("::1", 1883), BrokerAddress.parse("::1"));
        assertEquals("[::1]:8883", BrokerAddress.parse("[::1]:8883").toString());
        for (final String bad : List.of("plant:", "plant:0", "plant:65536", ":1883", "plant:x")) {
            final ConfigurationException ex = assertThrows(ConfigurationException.class, () -> BrokerAddress.parse(bad));
            assertEquals("publish.broker must be host:port: " + bad, ex.getMessage());
        }
    }
}
