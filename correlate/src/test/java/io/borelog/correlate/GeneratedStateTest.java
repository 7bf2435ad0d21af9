package io.borelog.correlate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The class that Chronicle Map would compile at every start is shipped; it must be what this Chronicle generates, and be found. */
class GeneratedStateTest {
    private static final String STATE = "net.openhft.chronicle.hash.VanillaGlobalMutableState";
    private static final String NAME = "VanillaGlobalMutableState$$Native";
    private static final String SUPPRESSED = "@SuppressWarnings({\"rawtypes\", \"unchecked\"})\n";

    @Test
    void shouldBeWhatChronicleGenerates() throws Exception {
        final Path file = Path.of(System.getProperty("basedir", ""), "src/main/java/net/openhft/chronicle/hash", NAME + ".java");
        final String shipped = Files.readString(file);
        final String head = shipped.substring(0, shipped.indexOf("package "));
        final String generated =
            head + generate().stripTrailing().replace("public class " + NAME, SUPPRESSED + "public class " + NAME) + "\n";
        if (!generated.equals(shipped)) {
            Files.writeString(Path.of(System.getProperty("basedir", ""), "target", NAME + ".java"), generated);
        }
        assertEquals(generated, shipped, "copy correlate/target/" + NAME + ".java over it");
    }

    @Test
    void shouldBeTheClassThatChronicleTakes() throws Exception {
        final Class<?> taken = net.openhft.chronicle.values.Values.nativeClassFor(Class.forName(STATE));
        assertEquals(STATE + "$$Native", taken.getName());
        assertSame(ToolMap.class.getProtectionDomain().getCodeSource(), taken.getProtectionDomain().getCodeSource());
    }

    /** By Chronicle's own generator, which is not public. */
    private static String generate() throws Exception {
        final Class<?> model = Class.forName("net.openhft.chronicle.values.ValueModel");
        final Method acquire = model.getDeclaredMethod("acquire", Class.class);
        acquire.setAccessible(true);
        final Method generate = Class.forName("net.openhft.chronicle.values.Generators")
            .getDeclaredMethod("generateNativeClass", model, String.class);
        generate.setAccessible(true);
        return (String) generate.invoke(null, acquire.invoke(null, Class.forName(STATE)), NAME);
    }
}
