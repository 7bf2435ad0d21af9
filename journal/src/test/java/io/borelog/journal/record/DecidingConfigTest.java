package io.borelog.journal.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.borelog.journal.record.DecidingConfig.FileValue;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DecidingConfigTest {
    private static final String KEY = "infer.workers";

    private static Map<String, FileValue> written(final String value) {
        return Map.of(KEY, new FileValue(value, true));
    }

    private static Map<String, FileValue> standard(final String value) {
        return Map.of(KEY, new FileValue(value, false));
    }

    private static DecidingConfig reread(final DecidingConfig config) {
        return DecidingConfig.parse(config.text());
    }

    @Test
    void shouldKeepAControlChangeOverARestartUntilTheFileChanges() {
        final DecidingConfig opened = DecidingConfig.parse(null).withFile(written("1"));
        final DecidingConfig scaled = opened.with(KEY, "3");
        assertEquals("3", scaled.get(KEY));
        final DecidingConfig restarted = reread(scaled).withFile(written("1"));
        assertEquals("3", restarted.get(KEY));
        assertEquals("2", restarted.withFile(written("2")).get(KEY));
    }

    @Test
    void shouldKeepWhatIsInForceWhereOnlyTheProgramsDefaultHasChanged() {
        final DecidingConfig opened = DecidingConfig.parse(null).withFile(standard("1"));
        assertEquals("1", reread(opened).withFile(standard("8")).get(KEY));
        final DecidingConfig scaled = reread(opened).with(KEY, "3").withFile(standard("8"));
        assertEquals("3", scaled.get(KEY));
        assertEquals("8", scaled.withFile(written("8")).get(KEY), "a person wrote it");
        assertEquals("8", reread(scaled.withFile(written("5"))).withFile(standard("8")).get(KEY), "a person took it out of the file");
    }

    @Test
    void shouldReadJournalsThatTookADefaultForAValueOfTheFile() {
        final DecidingConfig old = DecidingConfig.parse("infer.workers=3\t1\n");
        assertEquals("3", old.withFile(standard("1")).get(KEY));
        assertFalse(old.takes(KEY, new FileValue("1", false)));
        assertTrue(old.takes(KEY, new FileValue("2", true)));
    }

    @Test
    void shouldTakeNewKeysAndForgetRemovedOnes() {
        final DecidingConfig config = DecidingConfig.parse("old=1\t1\n").withFile(Map.of("new", new FileValue("2", true)));
        assertEquals("new=2\t2\n", config.text());
        assertEquals("", config.find("old"));
    }

    @Test
    void shouldKeepWhatOnlyControlSetsOverEveryFile() {
        final DecidingConfig config = DecidingConfig.parse(null).withFile(written("1")).withControl("infer.canary", "a");
        assertEquals("a", reread(config).withFile(written("2")).find("infer.canary"));
        assertEquals(written("2").size(), reread(config).withFile(written("2")).withControl("infer.canary", "").text().lines().count());
    }
}
