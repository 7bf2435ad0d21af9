package io.borelog.tools.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgramImageTest {
    @Test
    void shouldTakeAllFilesThatTheCommandLineRefersTo() {
        assertEquals(
            List.of(Path.of("/b/classes.jsa"), Path.of("/b/a.jar"), Path.of("/b/classes"), Path.of("/etc/borelog.yaml")),
            ProgramImage.files(List.of("/jdk/bin/java", "-XX:SharedArchiveFile=/b/classes.jsa", "-cp", "/b/a.jar:/b/c/../classes:", "Main",
                "up", "--config", "/etc/borelog.yaml")));
    }

    @Test
    void shouldQuoteEachWordForTheShell() {
        assertEquals("cd /guest/tmp && exec '/my jdk/java' '-Dx=it'\\''s $HOME'\n",
            ProgramImage.script(List.of("/my jdk/java", "-Dx=it's $HOME")));
    }

    @Test
    void shouldPutTheGuestsOptionsLastAmongThoseOfJava() {
        assertEquals(List.of("java", "-Xmx1g", "-Djava.io.tmpdir=/guest/tmp", "-XX:TieredStopAtLevel=1", "-cp", "x", "Main", "up"),
            GuestMachine.withOptions(List.of("java", "-Xmx1g", "-cp", "x", "Main", "up")));
    }

    @Test
    void shouldReadTheLibrariesOutOfWhatTheLoaderSays() {
        final String existing = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        assertEquals(List.of(Path.of(existing), Path.of(existing)), SharedLibraries.parse("""
            \tlinux-vdso.so.1 (0x00007fff)
            \tlibz.so.1 => %s (0x00007f)
            \tlibgone.so => not found
            \tlibnowhere.so => /nowhere/libnowhere.so (0x00007f)
            \t%s (0x00007f)""".formatted(existing, existing)));
        assertEquals(List.of(), SharedLibraries.parse("\tnot a dynamic executable"));
    }
}
