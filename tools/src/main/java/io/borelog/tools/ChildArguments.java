package io.borelog.tools;

import io.borelog.journal.config.Setting;
import io.borelog.journal.config.Settings;
import java.util.List;

/** What commands that start a pipeline of their own add to its command line. */
final class ChildArguments {
    private ChildArguments() {
    }

    /** A value of the command's own, where nobody has set another. */
    static void unlessSet(final Settings settings, final Setting setting, final String value, final List<String> arguments) {
        if (settings.origin(setting).equals("default")) {
            arguments.addAll(List.of("--set", setting.key() + "=" + value));
        }
    }
}
