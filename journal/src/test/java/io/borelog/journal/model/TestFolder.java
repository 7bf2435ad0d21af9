package io.borelog.journal.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/** A folder that is a model as far as this module looks. */
final class TestFolder {
    private TestFolder() {
    }

    static Path write(final Path folder, final String name, final String content) throws Exception {
        final byte[] model = content.getBytes(UTF_8);
        final String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(model));
        Files.createDirectories(folder);
        Files.write(folder.resolve(ModelFolder.MODEL), model);
        Files.writeString(folder.resolve("golden.bin"), "golden of " + name);
        manifest(folder, """
            {"golden":{"name":"inner","list":[1,{}]},"name":"%s","version":3,"sha256":"%s"}""".formatted(name, sha256));
        return folder;
    }

    static void manifest(final Path folder, final String text) throws IOException {
        Files.writeString(folder.resolve(ModelFolder.MANIFEST), text);
    }
}
