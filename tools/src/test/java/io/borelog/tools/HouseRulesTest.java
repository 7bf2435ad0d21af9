package io.borelog.tools;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may import whom. The class path of tools sees every module, so the rules of the whole house are kept here. */
class HouseRulesTest {
    private static final String[] STAGES = {"io.borelog.ingest..", "io.borelog.correlate..", "io.borelog.infer..", "io.borelog.publish.."};
    private static JavaClasses house;

    @BeforeAll
    static void read() {
        house = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("io.borelog");
    }

    @Test
    void shouldLetStagesMeetOnlyInRecords() {
        slices().matching("io.borelog.(ingest|correlate|infer|publish)..").should().notDependOnEachOther()
            .allowEmptyShould(true).check(house);
        noClasses().that().resideInAPackage("io.borelog.journal..").should().dependOnClassesThat().resideInAnyPackage(STAGES)
            .orShould().dependOnClassesThat().resideInAPackage("io.borelog.tools..").check(house);
        noClasses().that().resideInAPackage("io.borelog.tools..").should().dependOnClassesThat().resideInAnyPackage(STAGES).check(house);
        noClasses().that().resideInAnyPackage(STAGES).should().dependOnClassesThat().resideInAPackage("io.borelog.tools..")
            .allowEmptyShould(true).check(house);
    }

    /** stage, model, log, json, config, record: each may use those after it, and none those before. */
    @Test
    void shouldKeepTheRoomsOfTheJournalInOrder() {
        final String[] rooms = {"stage", "model", "log", "json", "config", "record"};
        for (int upper = 0; upper < rooms.length; upper++) {
            for (int lower = upper + 1; lower < rooms.length; lower++) {
                noClasses().that().resideInAPackage("io.borelog.journal." + rooms[lower]).should().dependOnClassesThat()
                    .resideInAPackage("io.borelog.journal." + rooms[upper]).check(house);
            }
        }
    }

    @Test
    void shouldKeepChronicleQueueInOneRoom() {
        noClasses().that().resideOutsideOfPackage("io.borelog.journal.log").should().dependOnClassesThat()
            .resideInAnyPackage("net.openhft.chronicle.queue..", "net.openhft.chronicle.wire..").check(house);
        noClasses().that().resideOutsideOfPackages("io.borelog.journal.log", "io.borelog.correlate..").should().dependOnClassesThat()
            .resideInAnyPackage("net.openhft.chronicle.bytes..").check(house);
    }

    @Test
    void shouldKeepEachLibraryWithItsOwner() {
        onlyIn("net.openhft.chronicle.map..", "io.borelog.correlate..");
        onlyIn("ai.onnxruntime..", "io.borelog.infer..");
        onlyIn("io.netty..", "io.borelog.ingest..");
        onlyIn("com.hivemq..", "io.borelog.publish..", "io.borelog.ingest.bridge..", "io.borelog.tools..");
        onlyIn("org.snakeyaml..", "io.borelog.journal.config..");
        onlyIn("picocli..", "io.borelog.tools..");
        onlyIn("net.openhft.affinity..", "io.borelog.journal.stage..");
        onlyIn("org.knowm.xchart..", "io.borelog.tools.compare..", "io.borelog.tools.page..");
        onlyIn("org.apache.batik..", "io.borelog.tools.page..");
        noClasses().that().resideInAPackage("io.borelog.journal.log").should().dependOnClassesThat()
            .resideInAPackage("com.fasterxml..").check(house);
    }

    /** What runs is the file that the trainer wrote; the class path of tools has all that any stage's has. */
    @Test
    void shouldKeepTheTrainerAndItsEngineOffEveryClassPath() {
        for (final String name : new String[] {"io.borelog.trainer.Train", "ai.djl.engine.Engine", "ai.onnx.proto.OnnxMl"}) {
            assertThrows(ClassNotFoundException.class, () -> Class.forName(name), name);
        }
    }

    private static void onlyIn(final String library, final String... owners) {
        noClasses().that().resideOutsideOfPackages(owners).should().dependOnClassesThat().resideInAPackage(library).check(house);
    }

    @Test
    void shouldHandClocksInWhereSomethingIsDecided() {
        noClasses().that().resideOutsideOfPackages("io.borelog.journal.stage..", "io.borelog.tools..")
            .should().callMethod(System.class, "currentTimeMillis")
            .orShould().callMethod(Instant.class, "now")
            .check(house);
        // the log bounds its wait for a file by the monotonic clock, which decides nothing
        noClasses().that().resideOutsideOfPackages("io.borelog.journal.stage..", "io.borelog.journal.log..", "io.borelog.tools..")
            .should().callMethod(System.class, "nanoTime")
            .check(house);
    }

    @Test
    void shouldNeverSleepInAStage() {
        noClasses().that().resideOutsideOfPackages("io.borelog.tools..")
            .should().callMethod(Thread.class, "sleep", long.class).check(house);
    }

    @Test
    void shouldSayNothingOnStdoutOutsideOfTheCommand() {
        noClasses().that().resideOutsideOfPackage("io.borelog.tools..").should().accessField(System.class, "out").check(house);
    }
}
