package io.borelog.tools;

import io.borelog.journal.ExitCode;
import java.io.IOException;

/**
 * Stops a child with its supervisor: stdin is a pipe that only the supervisor holds, and the kernel closes it whatever the supervisor dies
 * of. (The JDK asks for a foreign pid only every few seconds, and a pid may by then be another's.)
 */
final class EndOfInput {
    private EndOfInput() {
    }

    /** Ends this process, with its shutdown hooks, when stdin ends. */
    static void exit() {
        final Thread watcher = new Thread(EndOfInput::awaitEnd, "supervisor-watch");
        watcher.setDaemon(true);
        watcher.start();
    }

    private static void awaitEnd() {
        try {
            while (System.in.read() >= 0) {
                // nothing is ever said on this pipe
            }
        } catch (final IOException ex) {
            // gone as well
        }
        System.exit(ExitCode.OK.code());
    }
}
