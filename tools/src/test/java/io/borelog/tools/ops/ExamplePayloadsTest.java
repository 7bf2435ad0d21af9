package io.borelog.tools.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.borelog.tools.simulate.Dialect;
import io.borelog.tools.simulate.Hole;
import io.borelog.tools.simulate.HoleGenerator;
import io.borelog.tools.simulate.Part;
import io.borelog.tools.simulate.PayloadWriter;
import io.borelog.tools.simulate.SizeProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * docs/examples has the three messages of one simulated hole, byte for byte what the simulator says. Where it has not, the bytes that
 * it must have are in target/examples, to be copied.
 */
class ExamplePayloadsTest {
    private static final long SEED = 112;
    private static final long NUMBER = 0;
    private static final long DRILLED_EPOCH_S = Instant.parse("2026-01-05T08:00:00Z").getEpochSecond();

    private final Hole hole = new Hole();

    @ParameterizedTest
    @EnumSource(Part.class)
    void shouldBeWhatTheSimulatorSays(final Part part) throws IOException {
        new HoleGenerator(SEED, 1, SizeProfile.SMALL, Dialect.GATEWAY_2025).generate(NUMBER, DRILLED_EPOCH_S, hole);
        final byte[] expected = new PayloadWriter().write(hole, part, 0);
        final Path example = Checkout.path("docs/examples/" + part.label() + ".json");
        final String found = Files.exists(example) ? Files.readString(example) : "";
        final String simulated = new String(expected, UTF_8);
        if (!found.equals(simulated)) {
            Files.write(Files.createDirectories(Checkout.path("tools/target/examples")).resolve(part.label() + ".json"), expected);
        }
        assertEquals(simulated, found, example + " is not what the simulator says: copy tools/target/examples over it");
    }
}
