package io.borelog.tools.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the pages link to is there, and every page can be found from the README. */
class LinksTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.list(Checkout.path("docs"))) {
            return Stream.concat(Stream.of(Checkout.path("README.md"), Checkout.path("CHANGELOG.md")), docs)
                .filter(page -> page.toString().endsWith(".md")).sorted().toList();
        }
    }

    private static List<String> links(final Path page) throws IOException {
        final List<String> links = new ArrayList<>();
        final Matcher matcher = LINK.matcher(Files.readString(page));
        while (matcher.find()) {
            if (!matcher.group(1).contains("://")) {
                links.add(matcher.group(1));
            }
        }
        return links;
    }

    private static boolean hasHeading(final Path page, final String anchor) throws IOException {
        return Files.readAllLines(page).stream().filter(line -> line.startsWith("#"))
            .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT).replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
            .anyMatch(anchor::equals);
    }

    @Test
    void shouldLeadSomewhere() throws IOException {
        final List<String> broken = new ArrayList<>();
        for (final Path page : pages()) {
            for (final String link : links(page)) {
                final String[] parts = link.split("#", 2);
                final Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
                if (!Files.exists(target) || parts.length == 2 && !hasHeading(target, parts[1])) {
                    broken.add(page.getFileName() + ": " + link);
                }
            }
        }
        assertEquals(List.of(), broken);
    }

    @Test
    void shouldLeadToEveryPageFromTheReadme() throws IOException {
        final List<String> links = links(Checkout.path("README.md"));
        for (final Path page : pages()) {
            final String name = page.getParent().getFileName() + "/" + page.getFileName();
            assertTrue(!name.startsWith("docs/") || links.contains(name), name);
        }
    }
}
