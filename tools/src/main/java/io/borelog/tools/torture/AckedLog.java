package io.borelog.tools.torture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.borelog.tools.simulate.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The client's own word: what was acknowledged to it, and for which hole. The only witness that the checks believe. */
final class AckedLog {
    /** One message as it lies in inbound: topic, and CRC32C and length of its payload. */
    record Message(String topic, int bytes, long crc32c) {
    }

    private final Set<Message> messages = new HashSet<>();
    private final Map<HoleKey, EnumSet<Part>> holes = new HashMap<>();

    static AckedLog read(final List<Path> files) throws IOException {
        final AckedLog log = new AckedLog();
        for (final Path file : files) {
            if (Files.exists(file)) {
                try (MappingIterator<JsonNode> lines = new ObjectMapper().readerFor(JsonNode.class).readValues(file.toFile())) {
                    lines.forEachRemaining(log::add);
                }
            }
        }
        return log;
    }

    private void add(final JsonNode line) {
        if (line.has("topic")) { // of no hole
            messages.add(new Message(line.path("topic").asText(), line.path("bytes").asInt(), line.path("crc32c").asLong()));
            return;
        }
        final HoleKey hole = new HoleKey(line.path("toolbox").asText(), line.path("tool").asText(), line.path("resultId").asText(),
            line.path("sourceTimestamp").asText());
        final Part part = Part.valueOf(line.path("part").asText().toUpperCase(Locale.ROOT));
        messages.add(new Message(part.topic(hole.toolbox(), hole.tool()), line.path("bytes").asInt(), line.path("crc32c").asLong()));
        holes.computeIfAbsent(hole, key -> EnumSet.noneOf(Part.class)).add(part);
    }

    Set<Message> messages() {
        return messages;
    }

    /** Holes of which these parts were acknowledged. */
    Set<HoleKey> holesWith(final Part... parts) {
        return holes.entrySet().stream().filter(hole -> hole.getValue().containsAll(List.of(parts))).map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    }
}
